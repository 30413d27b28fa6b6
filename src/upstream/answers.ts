import { LRUCache } from "lru-cache";
import { Cache, type CacheOptions } from "./cache.js";
import type { Call } from "./call.js";
import { answerLifetimes, type CopyFacts } from "./entry.js";
import { CallLimitError, UnreadableAnswerError, UpstreamError } from "./errors.js";
import { type Eventual, whenThere } from "./eventual.js";
import { type Flight, setOut } from "./flight.js";
import { observed } from "./observer.js";
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
  load(question: Q, call: Call): Eventual<A>;
  copyOf(answer: object): CopyFacts;
}

const MOST_QUESTIONS = 20_000;

/** Answers are lists of ids and counts, far smaller than the records they name. */
const MEMORY_SHARE = 0.25;

export function createAnswers<Q extends object, A extends object>(
  platform: Platform,
  upstream: Upstream,
  options: AnswersOptions<Q, A>,
): Answers<Q, A> {
  // A flight knows its key; what was asked is remembered beside it until long after any flight has landed.
  const questions = new LRUCache<string, Q>({ max: MOST_QUESTIONS });
  const fly = async (flight: Flight<A>): Promise<void> => {
    const trace = { calls: 0, retries: 0, waitedMs: 0 };
    const deadline = Math.max(platform.clock.elapsed() + FLIGHT_MS[flight.priority], flight.latestDeadline);
    const { id, ending } = flight;
    // The priority is the flight's own: when a person joins a refresh, it moves up where it waits.
    const call: UpstreamCall = {
      get priority() {
        return flight.priority;
      },
      deadline,
      ending,
      trace,
    };
    const most = flight.usedUp();
    if (most !== null) throw new CallLimitError(upstream.source, most);
    setOut([flight], { trace, askers: flight.askers });
    const question = questions.get(id);
    if (question === undefined) throw new UnreadableAnswerError("the question is forgotten");
    await observed(platform, { source: upstream.source, kind: options.kind }, [flight], async () => {
      const value = await options.fetch(question, call);
      cache.land([flight], () => ({ value }));
    });
  };
  const lifetimes = answerLifetimes(options.lifetimes, upstream.lifetimes);
  const smaller = { ...platform, memoryBytes: platform.memoryBytes * MEMORY_SHARE };
  const cache = new Cache<A>(
    smaller,
    upstream,
    { ...options, lifetimes },
    {
      depart: (flights) => {
        for (const flight of flights) fly(flight).catch((error) => flight.crash(error));
      },
      promote: () => undefined,
    },
  );
  const present = (answer: A | null): A => {
    if (answer === null) throw new UpstreamError(upstream.source, "malformed", "no answer");
    return answer;
  };
  return {
    load: (question, call) => {
      const key = options.keyOf(question);
      questions.set(key, question);
      return whenThere(cache.load(key, call), present);
    },
    copyOf: (answer) => cache.copyOf(answer),
  };
}
