import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { Shutdown } from "../src/shutdown.js";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** A process that is watched, with a gateway that stops as a test says. */
function watched(stop: () => Promise<boolean>, noticeMs = 0) {
  const events: string[] = [];
  const note = (_facts: object, message: string): void => void events.push(message);
  const process = new EventEmitter();
  const shutdown = new Shutdown({
    log: { info: note, warn: note, error: note },
    noticeMs,
    end: (code) => void events.push(`ended with ${code}`),
  });
  shutdown.watch(process);
  const run = (): void =>
    shutdown.started({
      leave: () => void events.push("left"),
      stop: () => {
        events.push("stops");
        return stop();
      },
    });
  return { process, events, run };
}

const STOPPING = "stopping: requests in flight may finish";
const CRASHED = "crashed: nobody caught an error";

describe("The end of a process", () => {
  it("leaves, gives notice, stops and ends, in this order", async () => {
    const { process, events, run } = watched(async () => true, 5_000);
    run();

    process.emit("SIGTERM");
    await jest.advanceTimersByTimeAsync(4_999);
    expect(events).toEqual([STOPPING, "left"]);
    await jest.advanceTimersByTimeAsync(1);

    expect(events.slice(2)).toEqual(["stops", "stopped", "ended with 0"]);
  });

  it("gives nobody notice who presses Ctrl-C, or after a crash", async () => {
    for (const [event, code] of [
      ["SIGINT", 0],
      ["uncaughtException", 1],
    ] as const) {
      const { process, events, run } = watched(async () => true, 5_000);
      run();

      process.emit(event, new Error("nobody expected this"), "uncaughtException");
      await jest.advanceTimersByTimeAsync(0);

      expect(events.at(-1)).toBe(`ended with ${code}`);
    }
  });

  it("comes at once with the second signal, unless that is the same Ctrl-C, handed on by npm", async () => {
    const { process, events, run } = watched(() => new Promise(() => undefined));
    run();

    process.emit("SIGINT");
    process.emit("SIGINT");
    expect(events).toEqual([STOPPING, "left", "stops"]);
    await jest.advanceTimersByTimeAsync(300);
    process.emit("SIGINT");

    expect(events.at(-1)).toBe("ended with 1");
  });

  it("comes at the latest fifteen seconds after the notice, whatever hangs", async () => {
    const { process, events, run } = watched(() => new Promise(() => undefined), 5_000);
    run();

    process.emit("SIGTERM");
    await jest.advanceTimersByTimeAsync(19_999);
    expect(events.at(-1)).toBe("stops");
    await jest.advanceTimersByTimeAsync(1);

    expect(events.slice(-2)).toEqual(["could not stop in time", "ended with 1"]);
  });

  it("comes when stopping fails, with 1", async () => {
    const { process, events, run } = watched(() => Promise.reject(new Error("the disk is gone")));
    run();

    process.emit("SIGTERM");
    await jest.advanceTimersByTimeAsync(0);

    expect(events.slice(-2)).toEqual(["could not stop in order", "ended with 1"]);
  });

  it("is not begun anew by what goes wrong on the way, but is no success then", async () => {
    const { process, events, run } = watched(async () => true, 1_000);
    run();

    process.emit("SIGTERM");
    process.emit("uncaughtException", "not even an Error", "uncaughtException");
    await jest.advanceTimersByTimeAsync(1_000);

    expect(events).toEqual([STOPPING, "left", CRASHED, "stops", "stopped", "ended with 1"]);
  });

  it("has nothing to finish before anything has started", async () => {
    const { process, events } = watched(async () => true, 5_000);

    process.emit("SIGTERM");
    await jest.advanceTimersByTimeAsync(0);

    expect(events).toEqual([STOPPING, "stopped", "ended with 0"]);
  });
});
