import { beforeEach, describe, expect, it } from "@jest/globals";
import { Breaker } from "../../src/upstream/breaker.js";
import { UpstreamError, type UpstreamFailure } from "../../src/upstream/index.js";
import { FakeClock, settle } from "../support/fake-clock.js";

let clock: FakeClock;
let breaker: Breaker;
let asked: number;

beforeEach(() => {
  clock = new FakeClock();
  breaker = new Breaker("pubmed", clock);
  asked = 0;
});

/** How a question ends: "answered", or the kind of its failure. */
async function ask(failure: UpstreamFailure | null): Promise<string> {
  const question = async (): Promise<string> => {
    asked++;
    if (failure) throw new UpstreamError("pubmed", failure, "as the test says");
    return "answered";
  };
  return breaker.run(question).catch((error: UpstreamError) => error.failure);
}

async function times(count: number, failure: UpstreamFailure | null): Promise<void> {
  for (let question = 0; question < count; question++) await ask(failure);
}

/** A question that is under way until it is ended. */
function slow(): { end(failure: UpstreamFailure | null): void; probe: boolean | null; ended: Promise<unknown> } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const question = { probe: null as boolean | null, end, ended: Promise.resolve<unknown>(null) };
  question.ended = breaker
    .run((probe) => {
      asked++;
      question.probe = probe;
      return promise;
    })
    .catch((error: unknown) => error);
  return question;

  function end(failure: UpstreamFailure | null): void {
    if (failure) reject(new UpstreamError("pubmed", failure, "as the test says"));
    else resolve();
  }
}

describe("a breaker", () => {
  it("opens after five failures in a row, and then nobody is asked", async () => {
    await times(5, "unavailable");

    expect(breaker.state()).toBe("OPEN");
    expect(await ask(null)).toBe("unavailable");
    expect(asked).toBe(5);
  });

  it("says why it opened, and when asking makes sense again", async () => {
    await times(5, "timeout");

    await expect(breaker.run(async () => "never")).rejects.toMatchObject({
      failure: "timeout",
      retryAfterSeconds: 1,
      retryable: true,
    });
    expect(() => breaker.check()).toThrow(UpstreamError);
  });

  it("opens when half of the last twenty questions failed, though never five in a row", async () => {
    for (let pair = 0; pair < 9; pair++) {
      await ask("unavailable");
      await ask(null);
    }
    expect(breaker.state()).toBe("CLOSED");

    await ask("unavailable");
    await ask("unavailable");

    expect(breaker.state()).toBe("OPEN");
  });

  it.each<UpstreamFailure>(["throttled", "rejected", "malformed"])(
    "stays closed when an upstream that is up answers %s",
    async (failure) => {
      await times(30, failure);

      expect(breaker.state()).toBe("CLOSED");
      expect(asked).toBe(30);
    },
  );

  it("asks one question to find out, and refuses the others meanwhile", async () => {
    await times(5, "unavailable");
    await clock.advance(1_000);
    expect(breaker.state()).toBe("HALF_OPEN");

    const probe = slow();
    expect(probe.probe).toBe(true);
    expect(await ask(null)).toBe("unavailable");
    probe.end(null);
    await probe.ended;

    expect(breaker.state()).toBe("CLOSED");
    expect(await ask(null)).toBe("answered");
    expect(asked).toBe(7);
  });

  it("waits twice as long after every failed probe, but never longer than eight seconds", async () => {
    await times(5, "unavailable");
    const pauses: number[] = [];
    for (let probe = 0; probe < 5; probe++) {
      const since = clock.elapsed();
      while (breaker.state() === "OPEN") await clock.advance(100);
      pauses.push(clock.elapsed() - since);
      await ask("unavailable");
    }

    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it("begins with the short pause again once it has closed", async () => {
    await times(5, "unavailable");
    await clock.advance(1_000);
    await ask("unavailable");
    await clock.advance(2_000);
    await ask(null);

    await times(5, "unavailable");
    await clock.advance(1_000);

    expect(breaker.state()).toBe("HALF_OPEN");
  });

  it("learns nothing from what was asked before it opened", async () => {
    const stragglers = [slow(), slow(), slow()];
    await times(5, "unavailable");
    for (const straggler of stragglers) straggler.end("timeout");
    await settle();
    await clock.advance(1_000);
    expect(breaker.state()).toBe("HALF_OPEN");

    const lucky = slow();
    lucky.end(null);
    await lucky.ended;
    expect(breaker.state()).toBe("CLOSED");
  });

  it("is not closed by a late answer to an old question", async () => {
    const straggler = slow();
    await times(5, "unavailable");

    straggler.end(null);
    await straggler.ended;

    expect(breaker.state()).toBe("OPEN");
  });

  it("goes on probing when the prober goes away", async () => {
    await times(5, "unavailable");
    await clock.advance(1_000);
    await breaker.run(() => Promise.reject(new DOMException("gone", "AbortError"))).catch(() => undefined);

    expect(await ask(null)).toBe("answered");
  });
});
