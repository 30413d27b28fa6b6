import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { startBundledSources } from "../../src/bundled/index.js";
import { passOn } from "../support/misbehaving.js";
import { type Rig, startRig, until } from "../support/rig.js";

jest.setTimeout(30_000);

const bundled = await startBundledSources({ fixtures: join(import.meta.dirname, "../../fixtures") });
const rig: Rig = await startRig(bundled);
afterAll(async () => {
  await rig.close();
  await bundled.close();
});

const { pubmed } = rig.fronts;
let held: (() => void)[];
beforeEach(() => {
  held = [];
  pubmed.seen.length = 0;
  pubmed.behave = ({ pass }) => new Promise<void>((resolve) => held.push(resolve)).then(() => pass());
});
afterEach(() => {
  for (const release of held) release();
});

/** Nothing tells from outside that a question has come that waits for the answer to another one. */
const ON_ITS_WAY_MS = 400;

interface Caller {
  answer: Promise<{ data?: unknown } | "left">;
  leave(): void;
}

function ask(query: string): Caller {
  const leaving = new AbortController();
  const answer = fetch(`${rig.url}/graphql`, {
    method: "POST",
    signal: leaving.signal,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  }).then(
    (response) => response.json() as Promise<{ data?: unknown }>,
    () => "left" as const,
  );
  return { answer, leave: () => leaving.abort() };
}

const inTheGateway = async (): Promise<number> =>
  Number(/^galen_requests_in_flight (\d+)/m.exec(await (await fetch(`${rig.url}/metrics`)).text())?.[1]);

describe("A caller that leaves", () => {
  it.each([
    ["the very same question", "31978945", (query: string) => query],
    ["the same question in other words", "31067371", (query: string) => `query Other ${query}`],
    ["for the same record", "16371630", (query: string) => query.replace("{ pmid }", "{ title { text } pmid }")],
  ])("takes nothing from another one who asks %s", async (_, pmid, other) => {
    const query = `{ journalArticle(pmid: "${pmid}") { pmid } }`;
    const first = ask(query);
    await until(() => held.length === 1);
    const second = ask(other(query));
    await delay(ON_ITS_WAY_MS);

    first.leave();
    expect(await first.answer).toBe("left");
    await delay(ON_ITS_WAY_MS);
    for (const release of held.splice(0)) release();

    expect(await second.answer).toMatchObject({ data: { journalArticle: { pmid } } });
    expect(pubmed.seen).toHaveLength(1);
  });

  it("leaves nobody waiting for an answer that cannot be shared", async () => {
    const query = '{ journalArticle(pmid: "1677062") { pmid } }';
    pubmed.behave = ({ response }) =>
      new Promise<void>((resolve) => held.push(resolve)).then(() => void response.writeHead(400).end());
    const first = ask(query);
    await until(() => held.length === 1);
    const second = ask(query);
    await delay(ON_ITS_WAY_MS);

    pubmed.behave = passOn;
    first.leave();
    expect(await first.answer).toBe("left");
    for (const release of held.splice(0)) release();

    expect(await second.answer).toEqual({ data: { journalArticle: { pmid: "1677062" } } });
  });

  it("ends the upstream call when it is the last of those who wait for it", async () => {
    const query = '{ journalArticle(pmid: "12479763") { pmid } }';
    const callers = [ask(query), ask(query), ask(`query Other ${query}`)];
    await until(() => held.length === 1);

    for (const caller of callers) caller.leave();

    await until(() => pubmed.inFlight() === 0, 3_000);
    await until(async () => (await inTheGateway()) === 0, 3_000);
    expect(pubmed.seen).toHaveLength(1);
  });
});
