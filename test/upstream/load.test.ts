import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  type Answers,
  createAnswers,
  createCall,
  createUpstream,
  type Quota,
  type Upstream,
  UpstreamError,
} from "../../src/upstream/index.js";
import { FakeClock, untilDone } from "../support/fake-clock.js";
import { type Loopback, listenLoopback } from "../support/loopback.js";
import { testPlatform } from "../support/platform.js";

const GENEROUS: Quota = { requests: 1_000, windowMs: 1_000, concurrency: 50 };

let clock: FakeClock;
let server: Loopback;
let upstream: Upstream;
let answers: Answers<{ term: string }, { title: string }>;

function open(quota: Quota): void {
  const platform = testPlatform(clock);
  upstream = createUpstream(platform, { source: "pubmed", baseUrl: server.url, quota });
  answers = createAnswers(platform, upstream, {
    kind: "search",
    version: 1,
    lifetimes: { freshMs: 60_000, staleMs: 60_000, absentMs: 60_000 },
    keyOf: ({ term }) => term,
    fetch: ({ term }, call) =>
      upstream.ask({ path: "/search", query: { term }, expect: "json" }, ({ text }) => JSON.parse(text), call),
  });
}

/** One user asks one question: "data", or the kind of the failure. */
async function ask(term: string, deadlineMs = 5_000): Promise<string> {
  try {
    await answers.load({ term }, createCall(clock, { deadlineMs }));
    return "data";
  } catch (error) {
    return error instanceof UpstreamError ? error.failure : String(error);
  }
}

async function askMany(count: number, atOnce: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let next = 0;
  const user = async (): Promise<void> => {
    while (next < count) {
      const outcome = await ask(`question ${next++}`);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
  };
  await untilDone(clock, Promise.all(Array.from({ length: atOnce }, user)));
  return counts;
}

beforeEach(async () => {
  clock = new FakeClock();
  server = await listenLoopback((_, response) => response.end('{"title":"ok"}'));
  open(GENEROUS);
});

afterEach(async () => {
  await upstream.close();
  await server.close();
});

describe("an upstream of whose answers 20 % fail", () => {
  // A fixed sequence, so that the test is the same every time; failures of four kinds take turns.
  let state = 1;
  let failed = 0;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const faults: ((response: Parameters<Loopback["answer"]>[1]) => void)[] = [
    (response) => response.writeHead(503).end(),
    (response) => response.socket?.destroy(),
    (response) => void response.writeHead(200, { "content-length": "500" }).write("{", () => response.destroy()),
    (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>maintenance</html>"),
  ];

  it("costs next to no user anything, and is asked less than 1.5 times as often", async () => {
    server.answer = (_, response) => {
      if (random() < 0.2) faults[failed++ % faults.length]?.(response);
      else response.end('{"title":"ok"}');
    };

    const outcomes = await askMany(1_000, 20);

    expect(outcomes.data).toBeGreaterThanOrEqual(985);
    expect(server.seen.length / 1_000).toBeLessThan(1.5);
    expect(failed).toBeGreaterThan(180);
    expect(upstream.health().breaker).toBe("CLOSED");
  });
});

describe("an upstream that flaps every 200 ms", () => {
  it("gives users data or its code, and is whole again soon after it has settled", async () => {
    server.answer = (_, response) => {
      const down = Math.floor(clock.elapsed() / 200) % 2 === 1;
      if (down) response.socket?.destroy();
      else response.end('{"title":"ok"}');
    };
    const outcomes = new Set<string>();
    for (let question = 0; question < 300; question++) {
      outcomes.add(await untilDone(clock, ask(`flapping ${question}`)));
      await clock.advance(20);
    }

    expect([...outcomes].filter((outcome) => !["data", "unavailable"].includes(outcome))).toEqual([]);
    expect(outcomes).toContain("data");
    expect(server.seen.length).toBeLessThan(300 * 1.5);
    server.answer = (_, response) => response.end('{"title":"ok"}');
    await clock.advance(8_000);
    expect(await untilDone(clock, ask("after it"))).toBe("data");
  });
});

describe("an upstream that is down", () => {
  it("is only probed, and every user is told at once", async () => {
    server.answer = (_, response) => response.socket?.destroy();
    await askMany(10, 1);
    const before = server.seen.length;
    const started = clock.elapsed();

    const outcomes = await askMany(500, 50);

    expect(outcomes).toEqual({ unavailable: 500 });
    expect(clock.elapsed() - started).toBeLessThan(100);
    expect(server.seen.length).toBe(before);
  });

  it("is asked by one user at a time, and serves all within 15 s of its return", async () => {
    server.answer = (_, response) => response.socket?.destroy();
    for (let second = 0; second < 30; second++) {
      await askMany(10, 10);
      await clock.advance(1_000);
    }
    expect(server.seen.length).toBeLessThan(30);
    server.answer = (_, response) => response.end('{"title":"ok"}');
    const back = clock.elapsed();

    while ((await untilDone(clock, ask(`again ${clock.elapsed()}`))) !== "data") await clock.advance(100);

    expect(clock.elapsed() - back).toBeLessThan(15_000);
    expect(await askMany(50, 50)).toEqual({ data: 50 });
  });
});

describe("many users", () => {
  it("with one question cause one call", async () => {
    const outcomes = await untilDone(clock, Promise.all(Array.from({ length: 100 }, () => ask("the same"))));

    expect(new Set(outcomes)).toEqual(new Set(["data"]));
    expect(server.seen).toHaveLength(1);
  });

  it("with questions of their own stay within the quota, and have data or are told to come back", async () => {
    open({ requests: 3, windowMs: 1_200, concurrency: 6 });
    const arrivals: number[] = [];
    server.answer = (_, response) => {
      arrivals.push(clock.elapsed());
      response.end('{"title":"ok"}');
    };
    const asking: Promise<string>[] = [];
    for (let user = 0; user < 200; user++) {
      asking.push(ask(`question ${user}`));
      for (let ms = 0; ms < 25; ms++) await clock.advance(1);
    }
    const outcomes = await untilDone(clock, Promise.all(asking));

    const crowded = arrivals.filter((at, index) => (arrivals[index + 3] ?? Number.POSITIVE_INFINITY) - at < 1_000);
    expect(new Set(outcomes)).toEqual(new Set(["data", "throttled"]));
    expect(crowded).toEqual([]);
    expect(arrivals.length).toBeGreaterThanOrEqual(20);
  });
});
