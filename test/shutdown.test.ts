import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { BY_NPM, type ChildGateway, spawnGateway } from "./support/child-gateway.js";
import { until } from "./support/rig.js";
import { ask, type Reply, send } from "./support/small-server.js";
import { type HeldSource, holdSource, spawnTroubledGateway } from "./support/troubled-gateway.js";

let gateway: ChildGateway | undefined;
let trials: HeldSource;
let kept: Agent;
let folder: string;

beforeEach(async () => {
  trials = await holdSource();
  kept = new Agent({ keepAlive: true, maxSockets: 1 });
  folder = mkdtempSync(join(tmpdir(), "galen-shutdown-"));
});
afterEach(async () => {
  if (gateway && gateway.process.exitCode === null) await gateway.stop("SIGKILL");
  trials.close();
  kept.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const settings = (): Record<string, string> => ({ GALEN_CLINICALTRIALS_URL: trials.url, GALEN_DATA_DIR: folder });

const TOPIC = '{ healthTopic(slug: "miscarriage") { title } }';
const IN_FLIGHT = '{ healthTopic(slug: "asthma") { title } clinicalTrial(nctId: "NCT04280705") { nctId } }';
/** A connection that arrives in the moment of the end is reset, any later one refused. */
const REFUSED = { code: expect.stringMatching(/^ECONN(REFUSED|RESET)$/) };
const PMID = "31978945";

const ready = (url: string): Promise<Reply> => send(`${url}/health/ready`, { method: "GET", agent: kept });
const logOf = ({ output }: ChildGateway): Record<string, unknown>[] =>
  output.log
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));

/** A question that waits for a source, on a connection that its caller would like to keep. */
async function askSlowly(url: string): Promise<{ reply: Promise<Reply> }> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ query: IN_FLIGHT });
  const reply = send(`${url}/graphql`, { headers, body, agent: new Agent({ keepAlive: true }) });
  reply.catch(() => undefined);
  await trials.asked;
  return { reply };
}

/** An article that is fetched, and not yet written to the store when the answer is there. */
async function fetchArticle(url: string): Promise<void> {
  expect((await ask(url, `{ journalArticle(pmid: "${PMID}") { pmid } }`)).json.errors).toBeUndefined();
}

function expectStored(): void {
  expect(readFileSync(join(folder, "bundled/records.sqlite")).includes(PMID)).toBe(true);
}

function expectFinished({ status, headers, json }: Reply): void {
  expect(status).toBe(200);
  expect(headers.connection).toBe("close");
  expect(json.data).toMatchObject({ healthTopic: { title: "Asthma" } });
}

describe("A gateway that is told to stop", () => {
  it("says so first and answers on, then takes nothing new, finishes, writes its store and ends with 0", async () => {
    gateway = spawnGateway({ ...settings(), GALEN_STOP_NOTICE_SECONDS: "3" });
    const running = gateway;
    const url = await gateway.url;
    await ask(url, TOPIC);
    const before = await ready(url);
    const { reply } = await askSlowly(url);

    gateway.process.kill("SIGTERM");
    await until(() => running.output.log.includes("stopping"));
    const [after, executed, repeated, live] = [
      await ready(url),
      await ask(url, "{ __typename }", undefined, { connection: "keep-alive" }),
      await ask(url, TOPIC, undefined, { connection: "keep-alive" }),
      await send(`${url}/health/live`, { method: "GET" }),
    ];
    await fetchArticle(url);
    await until(() =>
      ready(url)
        .then(() => false)
        .catch(() => true),
    );
    trials.release();

    expect([before.status, before.headers.connection]).toEqual([200, "keep-alive"]);
    expect([after.status, after.headers.connection]).toEqual([503, "close"]);
    expect(after.json).toMatchObject({ status: "not ready", stopping: true });
    expect([executed.status, executed.headers.connection]).toEqual([200, "close"]);
    expect([repeated.status, repeated.headers.connection]).toEqual([200, "close"]);
    expect(live.status).toBe(200);
    expectFinished(await reply);
    expect(await gateway.exited).toBe(0);
    expect(logOf(gateway)).toContainEqual(expect.objectContaining({ msg: "stopped", finished: true }));
    expectStored();
  });

  it("takes nothing new at once where nobody but this machine can ask", async () => {
    gateway = spawnGateway(settings());
    const running = gateway;
    const url = await gateway.url;
    const { reply } = await askSlowly(url);

    gateway.process.kill("SIGTERM");
    await until(() => running.output.log.includes("stopping"));
    await expect(ask(url, TOPIC)).rejects.toMatchObject(REFUSED);
    trials.release();

    expectFinished(await reply);
    expect(await gateway.exited).toBe(0);
  });

  it("does not wait for connections that are kept for later", async () => {
    gateway = spawnGateway(settings());
    await ready(await gateway.url);

    const told = performance.now();
    gateway.process.kill("SIGTERM");

    expect(await gateway.exited).toBe(0);
    expect(performance.now() - told).toBeLessThan(5_000);
  });

  it("ends at once when it is told a second time", async () => {
    gateway = spawnGateway({ ...settings(), GALEN_STOP_NOTICE_SECONDS: "60" });
    const running = gateway;
    const { reply } = await askSlowly(await gateway.url);

    gateway.process.kill("SIGTERM");
    await until(() => running.output.log.includes("stopping"));
    gateway.process.kill("SIGTERM");

    expect(await gateway.exited).toBe(1);
    await expect(reply).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("is told so through npm as well, and npm waits for it", async () => {
    gateway = spawnGateway(settings(), BY_NPM);
    const url = await gateway.url;
    const { reply } = await askSlowly(url);

    gateway.process.kill("SIGTERM");
    await until(() =>
      ask(url, TOPIC)
        .then(() => false)
        .catch(() => true),
    );
    trials.release();

    expectFinished(await reply);
    expect(await gateway.exited).toBe(0);
    expect(logOf(gateway)).toContainEqual(expect.objectContaining({ msg: "stopped", finished: true }));
  });

  it("ends with 0 while it is still starting", async () => {
    gateway = spawnGateway({ ...settings(), GALEN_MEDLINEPLUS_URL: trials.url });
    await trials.asked;

    expect(await gateway.stop()).toBe(0);
    expect(gateway.output.out).toBe("");
  });
});

describe("A gateway in which something goes wrong that nobody foresaw", () => {
  it.each([
    ["uncaught error", "uncaughtException"],
    ["unhandled rejection", "unhandledRejection"],
    ["error of the listener", "uncaughtException"],
  ] as const)("finishes, writes its store, says why and ends with 1 (%s)", async (trouble, origin) => {
    gateway = spawnTroubledGateway(trouble, { ...settings(), GALEN_STOP_NOTICE_SECONDS: "60" });
    const running = gateway;
    const url = await gateway.url;
    const { reply } = await askSlowly(url);
    await fetchArticle(url);

    gateway.process.kill("SIGUSR2");
    await until(() => running.output.log.includes("crashed"));
    await expect(ask(url, TOPIC)).rejects.toMatchObject(REFUSED);
    trials.release();

    expectFinished(await reply);
    expect(await gateway.exited).toBe(1);
    const error = expect.stringContaining("nobody expected this");
    expect(logOf(gateway)).toContainEqual(expect.objectContaining({ level: 50, origin, error }));
    expectStored();
  });

  it("refuses new questions after a task that was too long, says that it is not ready, and recovers", async () => {
    gateway = spawnTroubledGateway("long task", settings());
    const running = gateway;
    const url = await gateway.url;
    await ask(url, TOPIC);

    gateway.process.kill("SIGUSR2");
    await until(() => running.output.log.includes("working hard"));
    const [repeated, refused, live, notReady] = await Promise.all([
      ask(url, TOPIC),
      ask(url, "{ __typename }"),
      send(`${url}/health/live`, { method: "GET" }),
      ready(url),
    ]);

    expect(repeated.json).toEqual({ data: { healthTopic: { title: "Miscarriage" } } });
    expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "1"]);
    expect(refused.json.errors?.[0]?.extensions.code).toBe("SERVER_OVERLOADED");
    expect(live.status).toBe(200);
    expect([notReady.status, notReady.json]).toEqual([503, expect.objectContaining({ overloaded: true })]);
    await until(async () => (await ready(url)).status === 200, 5_000);
    expect((await ask(url, "{ __typename }")).status).toBe(200);
  });
});
