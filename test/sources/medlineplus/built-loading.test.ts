import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { type ChildGateway, spawnGateway } from "../../support/child-gateway.js";
import { ask } from "../../support/small-server.js";
import { listenTopics, type TopicsServer } from "./topics-server.js";
import { longTopics, topicsFileXml, topicXml } from "./topics-xml.js";

jest.setTimeout(60_000);

const [DAY, NEXT_DAY] = ["2027-01-13", "2027-01-14"] as const;
/** About 5 MB: more than what is read without a thread. */
const LARGE = topicsFileXml([...longTopics(190), topicXml({ id: 0, title: "Without a number" })]);
const TITLE = '{ healthTopic(topicId: "379") { title summary { text } } }';

describe("The built gateway with a large topics file", () => {
  let server: TopicsServer;
  let folder: string;
  let gateway: ChildGateway;

  beforeEach(async () => {
    server = await listenTopics({ [DAY]: LARGE });
    folder = mkdtempSync(join(tmpdir(), "galen-large-"));
  });

  afterEach(async () => {
    if (gateway.process.exitCode === null) await gateway.stop("SIGKILL");
    await server.loopback.close();
    rmSync(folder, { recursive: true });
  });

  const start = (): ChildGateway => {
    gateway = spawnGateway({ GALEN_MEDLINEPLUS_URL: server.loopback.url, GALEN_DATA_DIR: folder });
    return gateway;
  };
  const lines = (message: string): Record<string, unknown>[] =>
    gateway.output.log
      .split("\n")
      .filter((line) => line.includes(`"${message}"`))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const files = (): string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.includes("medlineplus-topics."));
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  };

  it("reads it in a thread, and tells once which topics it could not read", async () => {
    const url = await start().url;

    const { json } = await ask(url, TITLE);

    expect(json).toMatchObject({ data: { healthTopic: { title: "Ailment 189" } } });
    expect(lines("a topics file was read")).toMatchObject([{ inThread: true }]);
    expect(lines("topics could not be read")).toMatchObject([{ dropped: [{ topicId: "0" }] }]);
    expect(await gateway.stop()).toBe(0);
    expect(files()).toHaveLength(1);
  });

  it("reads a small one without a thread", async () => {
    server.files.set(DAY, topicsFileXml(longTopics(2)));

    await start().url;

    expect(lines("a topics file was read")).toMatchObject([{ inThread: false }]);
  });

  it("refuses a large one that is broken, with the reader's words, and takes the one before", async () => {
    server.files.set(NEXT_DAY, LARGE.slice(0, -40));

    const { json } = await ask(await start().url, TITLE);

    expect(json).toMatchObject({ data: { healthTopic: { title: "Ailment 189" } } });
    expect(lines("a topics file was refused")).toMatchObject([{ reason: expect.stringContaining("unclosed tag") }]);
    expect(files()).toHaveLength(1);
  });

  it("stops while a newer file still comes, and keeps what it had", async () => {
    server.files.set(DAY, topicsFileXml(longTopics(2)));
    await start().url;
    await gateway.stop();
    const kept = files();
    const { answer } = server.loopback;
    server.files.set(NEXT_DAY, LARGE);
    server.loopback.answer = (request, response, body) => {
      if (!request.url?.includes(NEXT_DAY)) return answer(request, response, body);
      response.writeHead(200, { "content-type": "text/xml" }).write(LARGE.slice(0, -60));
    };
    const url = await start().url;
    await until(() => files().length === 2);

    expect((await ask(url, '{ healthTopic(topicId: "1") { title } }')).json).toEqual({
      data: { healthTopic: { title: "Ailment 0" } },
    });
    expect(await gateway.stop()).toBe(0);

    expect(files()).toEqual(kept);
  });
});
