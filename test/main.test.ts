import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  buildClientSchema,
  buildSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  lexicographicSortSchema,
  printType,
} from "graphql";
import { type ChildGateway, spawnGateway } from "./support/child-gateway.js";
import { ask, send } from "./support/small-server.js";

let gateway: ChildGateway | undefined;
afterEach(async () => {
  if (gateway?.process.exitCode === null) await gateway.stop("SIGKILL");
});

/** A connection that arrives in the moment of the end is reset, any later one refused. */
const REFUSED = { code: expect.stringMatching(/^ECONN(REFUSED|RESET)$/) };
const TITLE = '{ healthTopic(slug: "miscarriage") { title } }';

describe("The built gateway as a process", () => {
  it("starts on bundled sources, says so plainly and answers at once", async () => {
    const started = performance.now();
    gateway = spawnGateway();
    const url = await gateway.url;

    const { json } = await ask(url, TITLE);

    expect(json).toEqual({ data: { healthTopic: { title: "Miscarriage" } } });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(gateway.output.out).toContain("BUNDLED");
    expect(gateway.output.out).toMatch(/Samples: \d+ health topics, \d+ encyclopedia articles/);
  });

  it("is live and ready, and says what it has", async () => {
    gateway = spawnGateway();
    const url = await gateway.url;

    expect((await send(`${url}/health/live`, { method: "GET" })).json).toEqual({ status: "live" });
    expect((await send(`${url}/health/ready`, { method: "GET" })).json).toMatchObject({
      status: "ready",
      sources: "bundled",
    });
  });

  it("has the committed schema: nothing of it hangs on names that bundling may change", async () => {
    gateway = spawnGateway();
    const url = await gateway.url;

    const { json } = await ask(url, getIntrospectionQuery());

    const committed = buildSchema(readFileSync("schema/schema.graphql", "utf8"));
    const typesOf = (schema: GraphQLSchema) =>
      Object.values(lexicographicSortSchema(schema).getTypeMap())
        .filter(({ name }) => !name.startsWith("__"))
        .map((type) => printType(type));
    expect(typesOf(buildClientSchema(json.data as unknown as IntrospectionQuery))).toEqual(typesOf(committed));
  });

  it.each(["SIGTERM", "SIGINT"] as const)("stops on %s with exit code 0", async (signal) => {
    gateway = spawnGateway();
    const url = await gateway.url;

    expect(await gateway.stop(signal)).toBe(0);
    await expect(ask(url, TITLE)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(gateway.output.log).toContain('"finished":true');
  });

  it("finishes what is in flight when it is told to stop, and takes nothing new", async () => {
    const asked = Promise.withResolvers<void>();
    const held: ServerResponse[] = [];
    const slow = createHttpServer((_request, response) => {
      held.push(response);
      asked.resolve();
    }).listen(0, "127.0.0.1");
    await once(slow, "listening");
    const { port } = slow.address() as AddressInfo;
    gateway = spawnGateway({ GALEN_PUBMED_URL: `http://127.0.0.1:${port}` });
    const url = await gateway.url;
    const inFlight = ask(
      url,
      '{ healthTopic(slug: "miscarriage") { title } journalArticle(pmid: "31978945") { pmid } }',
    );
    await asked.promise;

    gateway.process.kill("SIGTERM");
    while (!gateway.output.log.includes("stopping")) await new Promise(setImmediate);
    await expect(ask(url, TITLE)).rejects.toMatchObject(REFUSED);
    for (const response of held) response.writeHead(400).end();

    const { status, json } = await inFlight;
    expect(status).toBe(200);
    expect(json.data).toMatchObject({ healthTopic: { title: "Miscarriage" } });
    expect(await gateway.exited).toBe(0);
    slow.close();
  });

  it("lists every bad variable and ends", async () => {
    gateway = spawnGateway({ GALEN_SOURCES: "live", GALEN_PORT: "many", GALEN_LOG_LEVEL: "loud" });

    expect(await gateway.exited).toBe(1);
    for (const name of ["GALEN_CONTACT_EMAIL", "GALEN_PORT", "GALEN_LOG_LEVEL"])
      expect(gateway.output.log).toContain(name);
  });

  it("says that its port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    gateway = spawnGateway({ GALEN_PORT: String((other.address() as AddressInfo).port) });

    expect(await gateway.exited).toBe(1);
    expect(gateway.output.log).toContain("the port is taken");
    other.close();
  });

  it("warns about variables that it does not know", async () => {
    gateway = spawnGateway({ GALEN_PROT: "80" });
    await gateway.url;

    expect(gateway.output.log).toContain("GALEN_PROT");
  });

  it("is up with its upstreams down, is not ready then, and says why a topic is missing", async () => {
    const nowhere = "http://127.0.0.1:9";
    gateway = spawnGateway({
      GALEN_SOURCES: "live",
      GALEN_MEDLINEPLUS_URL: nowhere,
      GALEN_MEDLINEPLUS_CONNECT_URL: nowhere,
      GALEN_PUBMED_URL: nowhere,
      GALEN_CLINICALTRIALS_URL: nowhere,
    });
    const url = await gateway.url;

    const { json } = await ask(url, TITLE);

    expect((await send(`${url}/health/ready`, { method: "GET" })).status).toBe(503);
    expect(json.data).toEqual({ healthTopic: null });
    expect(json.errors?.[0]?.extensions).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", source: "medlineplus" });
    expect(gateway.output.out).toContain("LIVE");
  });
});
