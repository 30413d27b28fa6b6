import { beforeEach, describe, expect, it } from "@jest/globals";
import { endingOf, UpstreamError, type UpstreamFailure } from "../../src/upstream/index.js";
import { Retry, type RetryPolicy } from "../../src/upstream/retry.js";
import { FakeClock } from "../support/fake-clock.js";

const POLICY: RetryPolicy = { attempts: 3, baseMs: 100, longestMs: 1_000, budgetShare: 0.4 };

let clock: FakeClock;
let attempts: number[];

beforeEach(() => {
  clock = new FakeClock();
  attempts = [];
});

interface Ending {
  failure: UpstreamFailure;
  options?: { retryAfterSeconds?: number; retryable?: boolean };
}

/** Asks a question whose attempts end as given, in turn, and with an answer after that. */
async function ask(
  retry: Retry,
  endings: (Ending | UpstreamFailure)[],
  bounds: { deadlineMs?: number; once?: boolean; signal?: AbortSignal } = {},
): Promise<unknown> {
  const left = endings.map((ending) => (typeof ending === "string" ? { failure: ending } : ending));
  const asking = retry
    .run(
      {
        deadline: clock.elapsed() + (bounds.deadlineMs ?? 60_000),
        ending: endingOf(bounds.signal ?? new AbortController().signal),
        once: bounds.once ?? false,
        onRetry: () => undefined,
      },
      async () => {
        attempts.push(clock.elapsed());
        const ending = left.shift();
        if (ending) throw new UpstreamError("pubmed", ending.failure, "as the test says", ending.options);
        return "answered";
      },
    )
    .catch((error: unknown) => (error instanceof UpstreamError ? error.failure : error));
  await clock.advance(10_000);
  return asking;
}

describe("retrying", () => {
  it("waits a random part of a time that doubles (full jitter)", async () => {
    await ask(new Retry(clock, POLICY, () => 0.5), ["unavailable", "unavailable"]);

    expect(attempts).toEqual([0, 50, 150]);
  });

  it("may wait no time at all, and never longer than its bound", async () => {
    const many = { ...POLICY, attempts: 8 };
    await ask(new Retry(clock, many, () => 0), Array(3).fill("unavailable"));
    expect(attempts).toEqual([0, 0, 0, 0]);
    attempts = [];
    const started = clock.elapsed();

    await ask(new Retry(clock, many, () => 1), Array(6).fill("unavailable"));

    expect(attempts.map((at) => at - started)).toEqual([0, 100, 300, 700, 1_500, 2_500, 3_500]);
  });

  it("ends after three attempts in all", async () => {
    expect(await ask(new Retry(clock, POLICY), Array(5).fill("unavailable"))).toBe("unavailable");
    expect(attempts).toHaveLength(3);
  });

  it.each<UpstreamFailure>(["rejected", "malformed", "timeout"])("is of no use after %s", async (failure) => {
    expect(await ask(new Retry(clock, POLICY), [failure])).toBe(failure);
    expect(attempts).toHaveLength(1);
  });

  it("stops when the wait would outlast the deadline", async () => {
    const retry = new Retry(clock, POLICY, () => 1);

    expect(await ask(retry, Array(5).fill("unavailable"), { deadlineMs: 250 })).toBe("unavailable");
    expect(attempts).toEqual([0, 100]);
  });

  it("waits no time of its own for a throttled source, whose pacer holds everybody back", async () => {
    const patient = { failure: "throttled", options: { retryAfterSeconds: 2 } } as const;
    expect(await ask(new Retry(clock, POLICY), [patient], { deadlineMs: 5_000 })).toBe("answered");
    expect(attempts).toEqual([0, 0]);

    expect(await ask(new Retry(clock, POLICY), [patient], { deadlineMs: 1_000 })).toBe("throttled");
  });

  it("says why the question failed when the retry gets no turn in time", async () => {
    const noTurn = { failure: "throttled", options: { retryable: false, retryAfterSeconds: 9 } } as const;

    expect(await ask(new Retry(clock, POLICY), ["unavailable", noTurn])).toBe("unavailable");
  });

  it("does not happen when a probe asks", async () => {
    expect(await ask(new Retry(clock, POLICY), ["unavailable"], { once: true })).toBe("unavailable");
    expect(attempts).toHaveLength(1);
  });

  it("ends when the asker goes away while it waits", async () => {
    const leaving = new AbortController();
    clock.sleep(50).then(
      () => leaving.abort(new Error("gone")),
      () => undefined,
    );
    const asking = ask(new Retry(clock, POLICY, () => 1), Array(3).fill("unavailable"), { signal: leaving.signal });

    expect(await asking).toEqual(new Error("gone"));
    expect(attempts).toHaveLength(1);
    expect(clock.sleeping).toBe(0);
  });

  it("never costs an ailing upstream more than 1.5 times its questions", async () => {
    const retry = new Retry(clock, POLICY, () => 0);
    for (let question = 0; question < 200; question++) await ask(retry, Array(3).fill("unavailable"));

    expect(attempts.length / 200).toBeLessThan(1.5);
    expect(attempts.length).toBeGreaterThan(200 * 1.3);
  });
});
