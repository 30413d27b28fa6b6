import { LRUCache } from "lru-cache";
import { Cache, type CacheOptions } from "./cache.js";
import type { Call } from "./call.js";
import type { CopyFacts } from "./entry.js";
import { UnreadableAnswerError, UpstreamError } from "./errors.js";
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

const MOST_QUESTIONS = 20_000;

export function createAnswers<Q extends object, A extends object>(
  platform: Platform,
  upstream: Upstream,
  options: AnswersOptions<Q, A>,
): Answers<Q, A> {
  // A flight knows its key; what was asked is remembered beside it until long after any flight has landed.
  const questions = new LRUCache<string, Q>({ max: MOST_QUESTIONS });
  const fly = async (flight: Flight<A>): Promise<void> => {
    const trace = { calls: 0, retries: 0, waitedMs: 0 };
    flight.passage = { trace, askers: flight.askers };
    const deadline = platform.clock.elapsed() + FLIGHT_MS[flight.priority];
    const call: UpstreamCall = { priority: flight.priority, deadline, signal: flight.signal, trace };
    const question = questions.get(flight.id);
    if (question === undefined) throw new UnreadableAnswerError("the question is forgotten");
    const landed = cache.land(flight, { value: await options.fetch(question, call) });
    if (landed) cache.keep([landed]);
  };
  const cache = new Cache<A>(platform, upstream, options, {
    depart: (flights) => {
      for (const flight of flights) fly(flight).catch((error) => flight.crash(error));
    },
    promote: () => undefined,
  });
  const present = (answer: A | null): A => {
    if (answer === null) throw new UpstreamError(upstream.source, "malformed", "no answer");
    return answer;
  };
  return {
    load: (question, call) => {
      const key = options.keyOf(question);
      questions.set(key, question);
      const answer = cache.load(key, call);
      return answer instanceof Promise ? answer.then(present) : present(answer);
    },
    copyOf: (answer) => cache.copyOf(answer),
  };
}
