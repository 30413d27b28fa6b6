import { afterEach, describe, expect, it } from "@jest/globals";
import { createAdmission } from "../../src/server/admission.js";
import type { ServerOptions } from "../../src/server/index.js";
import { type LoopDelay, watchLoopDelay } from "../../src/server/loop-delay.js";
import { ask, defaultLimits, type SmallServer, send, startSmallServer } from "../support/small-server.js";

let gateway: SmallServer | undefined;
const start = async (options: Partial<ServerOptions> = {}) => {
  const started = await startSmallServer(options);
  gateway = started;
  return started;
};
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

const health = (url: string, of: "live" | "ready") => send(`${url}/health/${of}`, { method: "GET" });

describe("More questions at once than there is room for", () => {
  it("are refused with 503, the rest is answered, and health stays honest", async () => {
    const { url, seen } = await start({ limits: { ...defaultLimits, concurrent: 3 }, metrics: true });

    const asked = Array.from({ length: 10 }, (_, index) => ask(url, `query Q${index} { until }`));
    const refused = await Promise.any(
      asked.map(async (reply) => ((await reply).status === 503 ? reply : Promise.reject())),
    );
    const { status } = await health(url, "live");
    seen.release();
    const replies = await Promise.all(asked);

    expect(refused.headers["retry-after"]).toBe("1");
    expect(refused.json.errors?.[0]?.extensions).toMatchObject({ code: "SERVER_OVERLOADED", retryAfter: 1 });
    expect(status).toBe(200);
    expect(replies.filter(({ status }) => status === 503)).toHaveLength(7);
    expect(replies.filter(({ json }) => json.data?.until === "released")).toHaveLength(3);
    expect((await ask(url, "{ hello }")).status).toBe(200);
    const { text } = await send(`${url}/metrics`, { method: "GET" });
    expect(text).toContain('galen_refused_requests_total{reason="full"} 7');
  });
});

describe("A process that cannot keep up", () => {
  const delayed = (): LoopDelay & { now: number } => {
    const delay = { now: 0, ms: () => delay.now, close: () => undefined };
    return delay;
  };

  it("refuses new questions, says so where it is asked for its health, and sends what it has in memory", async () => {
    const loopDelay = delayed();
    const { url, seen } = await start({ loopDelay });
    await ask(url, "{ page }");

    loopDelay.now = 1_600;
    const refused = await ask(url, "{ hello }");
    const remembered = await ask(url, "{ page }");
    const [live, ready] = [await health(url, "live"), await health(url, "ready")];

    expect(refused.status).toBe(503);
    expect(refused.headers["retry-after"]).toBe("1");
    expect(refused.json.errors?.[0]?.extensions).toEqual({
      code: "SERVER_OVERLOADED",
      retryable: true,
      retryAfter: 1,
    });
    expect(remembered.json.data).toEqual({ page: "page ".repeat(10) });
    expect(seen.executed).toBe(1);
    expect([live.status, live.json]).toEqual([200, { status: "live" }]);
    expect([ready.status, ready.json]).toEqual([503, { status: "not ready", overloaded: true }]);
    expect(ready.headers["retry-after"]).toBe("1");
  });

  it("answers again when it has caught up by half, not at the first moment below the limit", async () => {
    const loopDelay = delayed();
    const { url } = await start({ loopDelay });
    const statusAt = async (ms: number) => {
      loopDelay.now = ms;
      return (await ask(url, "{ hello }")).status;
    };

    const statuses = [];
    for (const ms of [1_400, 1_600, 1_400, 800, 1_499, 700, 1_400, 1_600, 0]) statuses.push(await statusAt(ms));

    expect(statuses).toEqual([200, 503, 503, 503, 503, 200, 200, 503, 200]);
    expect((await health(url, "ready")).status).toBe(200);
  });

  it("finishes what it has let in", async () => {
    const loopDelay = delayed();
    const { url, seen } = await start({ loopDelay });
    const inside = ask(url, "{ until }");
    while (seen.arrivals === 0) await new Promise(setImmediate);

    loopDelay.now = 10_000;
    expect((await ask(url, "{ hello }")).status).toBe(503);
    seen.release();

    expect((await inside).json).toEqual({ data: { until: "released" } });
  });
});

describe("The delay of the event loop", () => {
  const work = (ms: number): void => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };
  const turn = (): Promise<void> => new Promise(setImmediate);

  it("is known as soon as somebody asks after a long task, and is forgotten soon", async () => {
    const delay = watchLoopDelay();

    work(1_250);
    const atOnce = delay.ms();
    const admission = createAdmission({ concurrent: 1, longestDelayMs: 400, loopDelay: delay });
    const entering = () => admission.enter();

    expect(atOnce).toBeGreaterThanOrEqual(500);
    expect(entering).toThrow(expect.objectContaining({ code: "SERVER_OVERLOADED" }));
    while (admission.isOverloaded) await turn();
    expect(delay.ms()).toBeLessThanOrEqual(200);
    expect(entering).not.toThrow();
    admission.close();
  });
});
