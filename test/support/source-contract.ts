import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Call, createCall, type SourceHealth, type UpstreamFailure } from "../../src/upstream/index.js";
import { FakeClock, settle, untilDone } from "./fake-clock.js";
import { type Loopback, listenLoopback } from "./loopback.js";
import { type TestPlatform, testPlatform } from "./platform.js";

/** A source as the contract sees it. */
export interface ContractedSource {
  /** Asks for something that no cache holds; a failure may be its error or, for work behind, only in its health. */
  ask(call: Call): Promise<unknown>;
  health(): SourceHealth;
  close(): Promise<void>;
}

export interface SourceContract {
  /** The name that users see in errors. */
  source: string;
  /** What its upstream's answers look like: content type, and a document that no question of the test is answered by. */
  type: string;
  document: string;
  /** How fast time passes, for work whose deadline is far away. Default 1. */
  stepMs?: number;
  create(platform: TestPlatform, url: string): ContractedSource;
}

type Answer = (response: ServerResponse, contract: SourceContract) => void;

const LATER_MS = 10 * 60_000;

const answered =
  (status: number, type?: string, body = ""): Answer =>
  (response) =>
    void response.writeHead(status, type === undefined ? {} : { "content-type": type }).end(body);

/** Every way to fail that all sources have in common, and what it is called. */
const FAILURES: [string, Answer, UpstreamFailure][] = [
  ["silence", () => undefined, "timeout"],
  ["a dripping body", (response) => void response.writeHead(200).write(" "), "timeout"],
  ["a reset", (response) => void response.socket?.resetAndDestroy(), "unavailable"],
  ["429", answered(429), "throttled"],
  ["503", answered(503, "text/html", "<html><body>503 Service Unavailable</body></html>"), "unavailable"],
  [
    "503 with the time of its return",
    (response) => response.writeHead(503, { "retry-after": "600" }).end(),
    "throttled",
  ],
  ["400", answered(400, "text/plain", "bad request"), "rejected"],
  ["403", answered(403, "text/html", "<html><body>Request blocked</body></html>"), "rejected"],
  [
    "nonsense",
    (response, { type }) => answered(200, type, "lorem ipsum } <b dolor")(response, {} as never),
    "malformed",
  ],
  ["an HTML page with 200", answered(200, "text/html", "<!doctype html><title>Maintenance</title>"), "malformed"],
  ["an empty body", (response, { type }) => answered(200, type)(response, {} as never), "malformed"],
  ["a picture", answered(200, "image/png", "PNG"), "malformed"],
  [
    "a body cut on the way",
    (response, { type, document }) =>
      void response
        .writeHead(200, { "content-type": type, "content-length": document.length })
        .write(document.slice(0, document.length / 2), () => response.destroy()),
    "unavailable",
  ],
  [
    "half a document",
    (response, { type, document }) =>
      void response.writeHead(200, { "content-type": type }).end(document.slice(0, document.length / 2)),
    "malformed",
  ],
  [
    "bytes that are not UTF-8",
    (response, { type }) => void response.writeHead(200, { "content-type": type }).end(Buffer.from([0x3c, 0xff, 0xfe])),
    "malformed",
  ],
];

/** What every source promises of its upstream's failures. A new source gets these tests with one line. */
export function describeSourceContract(contract: SourceContract): void {
  describe(`the source ${contract.source}`, () => {
    let clock: FakeClock;
    let server: Loopback;
    let source: ContractedSource;
    let platform: TestPlatform;

    beforeEach(async () => {
      clock = new FakeClock();
      platform = testPlatform(clock);
      server = await listenLoopback((_, response) => response.end());
      source = contract.create(platform, server.url);
    });

    afterEach(async () => {
      await untilDone(clock, source.close());
      await settle();
      await server.close();

      expect(source.health()).toMatchObject({ inFlight: 0, queued: 0 });
      expect(clock.sleeping).toBe(0);
    });

    it.each(FAILURES)("calls %s by its name, and keeps nothing of it", async (_, answer, failure) => {
      server.answer = (_request, response) => answer(response, contract);

      const outcome = await untilDone(
        clock,
        source.ask(createCall(clock, { deadlineMs: 5_000 })).catch((error: unknown) => error),
        contract.stepMs,
      );

      expect(outcome).toMatchObject({ name: "UpstreamError", source: contract.source });
      expect(source.health().lastError).toMatchObject({ failure });
      expect(JSON.stringify(platform.notes)).not.toContain("lorem ipsum");
    });

    it("asks again once the failure is over, and not while the upstream wants to be left alone", async () => {
      server.answer = (_, response) => response.writeHead(429, { "retry-after": "300" }).end();
      const ask = () =>
        untilDone(
          clock,
          source.ask(createCall(clock, { deadlineMs: 5_000 })).catch((error: unknown) => error),
          contract.stepMs,
        );
      await ask();
      const asked = server.seen.length;
      await ask();
      expect(server.seen).toHaveLength(asked);

      await clock.advance(LATER_MS);
      await ask();

      expect(server.seen.length).toBeGreaterThan(asked);
    });
  });
}
