import type { Clock } from "./clock.js";
import { type Ending, OpenEnding } from "./ending.js";

/** Ends with a work's asker, or with a reason of its own when time is up. */
export class Deadline extends OpenEnding {
  private readonly stayOn: () => void;
  private readonly callOff: () => void;

  /**
   * @param at on the clock's `elapsed` scale
   * @param late says what the lateness means
   */
  constructor(clock: Clock, at: number, asker: Ending, late: () => Error) {
    super();
    const leave = (): void => this.end(asker.ended?.reason);
    if (asker.ended) leave();
    this.stayOn = asker.whenEnded(leave);
    this.callOff = clock.after(at - clock.elapsed(), () => this.end(late()));
  }

  /** To be called once the work is done, however it went: lets go of the timer and of the asker. */
  done(): void {
    this.stayOn();
    this.callOff();
  }
}

/** Rejects with the reason when something ends: one promise to race any number of works against. */
export function endOf(ending: Ending): Promise<never> {
  const end = new Promise<never>((_, reject) => {
    if (ending.ended) reject(ending.ended.reason);
    else ending.whenEnded(() => reject(ending.ended?.reason));
  });
  end.catch(() => undefined);
  return end;
}
