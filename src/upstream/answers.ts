import { Cache, type CacheOptions } from "./cache.js";
import type { Call } from "./call.js";
import type { CopyFacts } from "./entry.js";
import { UpstreamError } from "./errors.js";
import type { Flight } from "./flight.js";
import type { Platform } from "./platform.js";
import { FLIGHT_MS } from "./records.js";
import type { Upstream, UpstreamCall } from "./upstream.js";

export interface AnswersOptions<Q, A> extends CacheOptions {
  /** The same text for the same question, however it was put. */
  keyOf(question: Q): string;
  fetch(question: Q, call: UpstreamCall): Promise<A>;
}

/** Answers known by their question: cached and shared like records, asked one by one. */
export interface Answers<Q, A> {
  /** @throws UpstreamError */
  load(question: Q, call: Call): A | Promise<A>;
  copyOf(answer: object): CopyFacts;
}

export function createAnswers<Q, A extends object>(
  platform: Platform,
  upstream: Upstream,
  options: AnswersOptions<Q, A>,
): Answers<Q, A> {
  const fly = async (flight: Flight<A>): Promise<void> => {
    const trace = { calls: 0, retries: 0, waitedMs: 0 };
    flight.passage = { trace, askers: flight.askers };
    const deadline = platform.clock.elapsed() + FLIGHT_MS[flight.priority];
    const call: UpstreamCall = { priority: flight.priority, deadline, signal: flight.signal, trace };
    const question = JSON.parse(flight.id.slice(flight.id.indexOf("\n") + 1)) as Q;
    const landed = cache.land(flight, { value: await options.fetch(question, call) });
    if (landed) cache.keep([landed]);
  };
  const cache = new Cache<A>(platform, upstream, options, {
    depart: (flights) => {
      for (const flight of flights) fly(flight).catch((error) => flight.crash(error));
    },
    promote: () => undefined,
  });
  // The id carries the question itself, so a flight started for one asker can be flown without that asker.
  const idOf = (question: Q): string => `${options.keyOf(question)}\n${JSON.stringify(question)}`;
  const present = (answer: A | null): A => {
    if (answer === null) throw new UpstreamError(upstream.source, "malformed", "no answer");
    return answer;
  };
  return {
    load: (question, call) => {
      const answer = cache.load(idOf(question), call);
      return answer instanceof Promise ? answer.then(present) : present(answer);
    },
    copyOf: (answer) => cache.copyOf(answer),
  };
}
