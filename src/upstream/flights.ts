import type { Call, Priority } from "./call.js";
import { Flight } from "./flight.js";

/** Sends flights that no tier of the cache could serve on their way to the upstream. */
export interface Departures<T> {
  depart(flights: readonly Flight<T>[]): void;
  /** A person has joined a flight that nobody was waiting for. */
  promote(flight: Flight<T>): void;
}

/** The flights of one kind that are under way: never two for one id. */
export class Flights<T> {
  private readonly underWay = new Map<string, Flight<T>>();

  constructor(private readonly promote: (flight: Flight<T>) => void) {}

  has(id: string): boolean {
    return this.underWay.has(id);
  }

  takeOff(id: string, priority: Priority): Flight<T> {
    const flight = new Flight<T>(id, priority);
    this.underWay.set(id, flight);
    const gone = (): void => void (this.underWay.get(id) === flight && this.underWay.delete(id));
    flight.arrival.then(gone, gone);
    // A flight that everybody has left still needs a moment to come down; whoever asks now gets a new one.
    flight.ending.whenEnded(gone);
    return flight;
  }

  /** The flights for an asker's ids, in their order, and those of them that have just been begun. */
  board(ids: readonly string[], call: Call): { flights: Flight<T>[]; begun: Flight<T>[] } {
    const begun: Flight<T>[] = [];
    const flights = ids.map((id) => {
      const underWay = this.underWay.get(id);
      const flight = underWay ?? this.takeOff(id, call.priority);
      flight.join(call);
      if (!underWay) begun.push(flight);
      else if (call.priority === "people" && flight.priority === "background") {
        flight.priority = "people";
        this.promote(flight);
      }
      return flight;
    });
    return { flights, begun };
  }
}
