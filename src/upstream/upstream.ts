import { bounded, readAnswer, type UpstreamAnswer } from "./body.js";
import { Breaker, type BreakerPolicy } from "./breaker.js";
import type { Priority } from "./call.js";
import type { Clock } from "./clock.js";
import { Complaints } from "./complaints.js";
import { Deadline } from "./deadline.js";
import { type Ending, endingOf, OpenEnding } from "./ending.js";
import type { LifetimeSettings } from "./entry.js";
import { UpstreamError } from "./errors.js";
import { type SourceHealth, SourceStatistics } from "./health.js";
import { Http, type UpstreamRequest } from "./http.js";
import type { AnswerHead } from "./http-answer.js";
import { Pacer, type Quota, type Slot, type Turn } from "./pacer.js";
import type { Platform } from "./platform.js";
import { Retry, type RetryPolicy } from "./retry.js";
import { SharedPacer } from "./shared-pacer.js";

/** One piece of upstream work: until when, how urgent, and what it cost. */
export interface UpstreamCall {
  readonly priority: Priority;
  /** On the clock's `elapsed` scale, milliseconds. */
  readonly deadline: number;
  /** When nobody wants it any more. */
  readonly ending: Ending;
  /** A turn that was already granted; the first attempt uses it instead of waiting for one. */
  readonly slot?: Slot;
  readonly trace: UpstreamTrace;
}

/** What a piece of work cost at the upstream. */
export interface UpstreamTrace {
  calls: number;
  retries: number;
  waitedMs: number;
}

export interface UpstreamOptions {
  /** The name that users see in errors and reports. */
  source: string;
  /** Without a trailing slash. */
  baseUrl: string;
  quota: Quota;
  /** Most bytes of a body, counted after decompression. Default 5 MB. */
  maxBodyBytes?: number;
  /** What the operator has set of how long this source's records are kept. */
  lifetimes?: LifetimeSettings | undefined;
  retry?: RetryPolicy;
  breaker?: BreakerPolicy;
}

const DEFAULT_BODY_BYTES = 5_000_000;
/** No answer over a network is counted on in less. */
const LEAST_ANSWER_MS = 100;

/** An UpstreamCall for work that no asker waits for, or that a source does on its own. */
export function createUpstreamCall(
  clock: Clock,
  options: { deadlineMs: number; priority?: Priority; signal?: AbortSignal },
): UpstreamCall {
  return {
    priority: options.priority ?? "background",
    deadline: clock.elapsed() + options.deadlineMs,
    ending: options.signal ? endingOf(options.signal) : new OpenEnding(),
    trace: { calls: 0, retries: 0, waitedMs: 0 },
  };
}

/** One upstream, asked politely: breaker(retry(pace(http))). */
export class Upstream {
  readonly source: string;
  readonly statistics = new SourceStatistics();
  readonly pacer: Pacer;
  readonly breaker: Breaker;
  readonly lifetimes: LifetimeSettings;
  private readonly retry: Retry;
  private readonly complaints: Complaints;
  private readonly http: Http;
  private readonly maxBodyBytes: number;

  constructor(
    private readonly platform: Platform,
    options: UpstreamOptions,
  ) {
    const { source, baseUrl } = options;
    const quota = platform.isPractice ? { ...options.quota, requests: Number.POSITIVE_INFINITY } : options.quota;
    this.source = source;
    this.lifetimes = options.lifetimes ?? { freshMs: null, staleMs: null };
    this.maxBodyBytes = options.maxBodyBytes ?? DEFAULT_BODY_BYTES;
    const ledger = platform.shared?.ledger(source, baseUrl, quota);
    const answerMs = (): number => Math.max(LEAST_ANSWER_MS, this.statistics.percentile(0.95) ?? 0);
    this.pacer = ledger
      ? new SharedPacer(source, quota, platform.clock, ledger, answerMs)
      : new Pacer(source, quota, platform.clock, answerMs);
    this.breaker = new Breaker(source, platform.clock, options.breaker);
    this.retry = new Retry(platform.clock, options.retry);
    this.complaints = new Complaints(platform.clock, platform.log);
    this.http = new Http({ source, baseUrl, connections: quota.concurrency, userAgent: platform.userAgent });
  }

  /**
   * Asks one question and reads the answer.
   * @param read the parser: whatever it throws makes the answer "malformed"
   * @throws UpstreamError, or the signal's reason when the asker went away
   */
  ask<T>(request: UpstreamRequest, read: (answer: UpstreamAnswer) => T, call: UpstreamCall): Promise<T> {
    return this.attempts(request, call, async (until) => {
      const whole = await this.http.fetch(request, until, this.maxBodyBytes);
      const answer = await readAnswer(this.source, whole, request.expect, this.maxBodyBytes, until);
      return this.parsed(() => read(answer), until);
    });
  }

  /**
   * Asks one question and reads the answer as it comes, for bodies too large to hold. It is retried from its start.
   * @param maxBytes most bytes of the body, counted after decompression
   */
  stream<T>(
    request: UpstreamRequest,
    consume: (chunks: AsyncIterable<Uint8Array>, head: AnswerHead) => Promise<T>,
    call: UpstreamCall,
    maxBytes: number,
  ): Promise<T> {
    return this.attempts(request, call, async (until) => {
      const answer = await this.http.open(request, until);
      try {
        return await this.parsed(() => consume(bounded(this.source, answer, maxBytes, until), answer), until);
      } finally {
        // A body that is left unread would keep its connection for ever.
        answer.body.on("error", () => undefined).destroy();
      }
    });
  }

  /**
   * Waits for a turn without asking anything yet, so that a batch can grow until it leaves.
   * @throws UpstreamError when the upstream is down or the turn would come too late
   */
  async reserve(turn: Turn): Promise<Slot> {
    this.breaker.check();
    return this.pacer.acquire(turn);
  }

  health(): SourceHealth {
    const { statistics, pacer, breaker } = this;
    const { requests, windowMs } = pacer.quota;
    const down = breaker.state() !== "CLOSED";
    const degraded = pacer.heldForMs() > 0 || statistics.degraded(this.platform.clock.now());
    return {
      source: this.source,
      status: down ? "DOWN" : degraded ? "DEGRADED" : "OK",
      breaker: breaker.state(),
      quota: { requests, windowMs, remaining: pacer.remaining() },
      queued: pacer.queued(),
      inFlight: pacer.inFlight(),
      hitRatio: statistics.hitRatio(),
      calls: statistics.calls,
      retries: statistics.retries,
      p50Ms: statistics.percentile(0.5),
      p95Ms: statistics.percentile(0.95),
      lastError: statistics.lastError,
      dataVersion: statistics.dataVersion,
      waitMs: pacer.estimate(),
      counts: statistics,
    };
  }

  /** Ends what is under way or waits, and lets go of timers and connections. */
  close(): Promise<void> {
    this.pacer.close();
    return this.http.close();
  }

  private attempts<T>(request: UpstreamRequest, call: UpstreamCall, send: (until: Ending) => Promise<T>): Promise<T> {
    const onRetry = (): void => {
      call.trace.retries++;
      this.statistics.retries++;
    };
    const { deadline, ending } = call;
    // Pacing sits inside retrying, so a retry waits its turn like any other request.
    return this.breaker.run((probe) =>
      this.retry.run({ deadline, ending, once: probe, onRetry }, () =>
        this.paced(call, (until) => this.exchange(request, call, () => send(until))),
      ),
    );
  }

  private async paced<T>(call: UpstreamCall, send: (until: Ending) => Promise<T>): Promise<T> {
    const slot = call.slot && !call.slot.spent ? call.slot : await this.pacer.acquire(call);
    slot.spent = true;
    call.trace.waitedMs = Math.max(call.trace.waitedMs, slot.waitedMs);
    call.trace.calls++;
    this.statistics.waits.add(slot.waitedMs / 1_000);
    const late = (): Error => new UpstreamError(this.source, "timeout", "no whole answer before the deadline");
    const until = new Deadline(this.platform.clock, call.deadline, call.ending, late);
    try {
      return await send(until);
    } finally {
      until.done();
      slot.release();
    }
  }

  private async exchange<T>(request: UpstreamRequest, { trace }: UpstreamCall, send: () => Promise<T>): Promise<T> {
    const started = this.platform.clock.elapsed();
    const ended = this.platform.observer?.attempt(this.source, request.path, trace);
    try {
      const answer = await send();
      this.statistics.succeeded(this.platform.clock.elapsed() - started, this.platform.clock.now());
      ended?.();
      return answer;
    } catch (error) {
      ended?.(error);
      if (error instanceof UpstreamError) this.note(error, request);
      throw error;
    }
  }

  private note(error: UpstreamError, request: UpstreamRequest): void {
    this.statistics.failed(error, this.platform.clock.now());
    if (error.failure === "throttled" && error.retryAfterSeconds !== null)
      this.pacer.hold(error.retryAfterSeconds * 1_000);
    const { failure, message } = error;
    const facts = { source: this.source, failure, path: request.path, reason: message.slice(0, 200) };
    this.complaints.say(facts, "upstream call failed");
  }

  private async parsed<T>(read: () => T | Promise<T>, { ended }: Ending): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      // An asker that has gone away says nothing about the answer.
      if (ended) throw ended.reason;
      const message = error instanceof Error ? error.message : String(error);
      throw new UpstreamError(this.source, "malformed", message, { cause: error });
    }
  }
}

/** One upstream, asked politely. One per source and quota key in a process. */
export function createUpstream(platform: Platform, options: UpstreamOptions): Upstream {
  return new Upstream(platform, options);
}
