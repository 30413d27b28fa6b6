import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { startBundledSources } from "../../src/bundled/index.js";
import { passOn } from "../support/misbehaving.js";
import { expectPlainWords, startRig, until } from "../support/rig.js";
import { type Reply, send, sendBytes } from "../support/small-server.js";
import { forgetAttempts } from "../support/three-sources.js";

jest.setTimeout(40_000);

const bundled = await startBundledSources({ fixtures: join(import.meta.dirname, "../../fixtures") });
const rig = await startRig(bundled);
const graphql = `${rig.url}/graphql`;
afterAll(async () => {
  await rig.close();
  await bundled.close();
});

const upstreamCalls = (): string[] => Object.values(rig.fronts).flatMap(({ seen }) => seen);
beforeEach(() => forgetAttempts(rig));
afterEach(() => expect(rig.gateway.output.log).not.toMatch(/Unexpected error/));

const JSON_BODY = { "content-type": "application/json" };
const post = (body: string | Buffer, headers: Record<string, string> = {}): Promise<Reply> =>
  send(graphql, { headers: { ...JSON_BODY, ...headers }, body });
const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(" ");
const codeOf = ({ json }: Reply): unknown => json.errors?.[0]?.extensions.code;

/** Refused with a code, as JSON, before any source was asked. */
function expectRefused(reply: Reply, status: number | readonly number[], code: string | RegExp): void {
  expect([status].flat()).toContain(reply.status);
  expect(reply.headers["content-type"]).toMatch(/^application\/(graphql-response\+)?json/);
  expect(codeOf(reply)).toMatch(code);
  expect(reply.json.errors?.[0]?.message.length).toBeGreaterThan(10);
  expect(reply.json).not.toHaveProperty("data");
  expectPlainWords(reply);
  expect(upstreamCalls()).toEqual([]);
}

describe("Operations that ask for too much", () => {
  const article = (index: number): string => `a${index}: journalArticle(pmid: "${80_000_000 + index}") { pmid }`;

  it.each([
    ["16 aliases of a costly field", `{ ${many(16, article)} }`],
    ["31 root fields", `{ ${many(31, () => "__typename")} }`],
    ["1000 aliases", `{ ${many(1_000, article)} }`],
    ["101 aliases of __typename", `{ ${many(101, (index) => `a${index}: __typename`)} }`],
  ])("are refused: %s (row 33)", async (_, query) => {
    const reply = await rig.ask(query);

    expectRefused(reply, 400, /^OPERATION_TOO_COMPLEX$/);
    expect(reply.json.errors?.[0]?.extensions).toMatchObject({
      limit: expect.any(String),
      allowed: expect.any(Number),
      found: expect.any(Number),
    });
  });

  it.each([
    ["60 levels", `{ healthTopic(slug: "asthma") ${"{ relatedTopics ".repeat(60)}{ title }${" }".repeat(60)} }`],
    ["circular introspection", `{ __schema { types ${"{ fields { type ".repeat(10)}{ name }${" } }".repeat(10)} } }`],
  ])("are refused at once: %s (row 34)", async (_, query) => {
    await rig.ask("{ __typename }");

    const reply = await rig.ask(query);

    expectRefused(reply, 400, /^OPERATION_TOO_COMPLEX$/);
    expect(reply.ms).toBeLessThan(400);
  });

  it.each([
    ["braces", "{".repeat(20_000)],
    ["closed braces", `${"{a".repeat(20_000)}${"}".repeat(20_000)}`],
    ["lists", `{ journalArticles(pmids: ${"[".repeat(20_000)}${"]".repeat(20_000)}) { pmid } }`],
    ["objects", `{ node(id: ${"{a:".repeat(20_000)}1${"}".repeat(20_000)}) { id } }`],
    ["types", `query ($a: ${"[".repeat(20_000)}Int${"]".repeat(20_000)}) { __typename }`],
    ["tokens", `{ ${"a ".repeat(100_000)} }`],
  ])("are refused without running out of stack: %s (row 35)", async (_, query) => {
    const reply = await rig.ask(query);

    expectRefused(reply, 400, /^(GRAPHQL_PARSE_FAILED|OPERATION_TOO_COMPLEX|GRAPHQL_VALIDATION_FAILED)$/);
  });

  it.each(["99999999", "0", "-1", "2147483648"])(
    "are refused or cut with a page size of %s (row 38)",
    async (first) => {
      for (const question of [
        `{ searchJournalArticles(query: "x", first: ${first}) { totalCount nodes { pmid } } }`,
        `{ searchClinicalTrials(term: "x", first: ${first}) { totalCount nodes { nctId } } }`,
        `{ healthTopics(first: ${first}) { totalCount } }`,
        `{ search(query: "x", first: ${first}) { hits { rank } } }`,
      ]) {
        const reply = await rig.ask(question);

        expect(codeOf(reply)).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED|OPERATION_TOO_COMPLEX)$/);
        expect([200, 400]).toContain(reply.status);
        expect(reply.json.errors?.[0]?.message).toMatch(/\d/);
      }
      expect(upstreamCalls()).toEqual([]);
    },
  );

  it("are refused with a list of 50000 ids (row 38)", async () => {
    const pmids = Array.from({ length: 50_000 }, (_, index) => String(index + 1));
    const asVariable = await rig.ask("query ($pmids: [ID!]!) { journalArticles(pmids: $pmids) { pmid } }", {
      pmids: pmids.slice(0, 20_000),
    });
    const asLiteral = await rig.ask(
      `{ journalArticles(pmids: [${pmids.slice(0, 900).map((id) => `"${id}"`)}]) { pmid } }`,
    );
    const whole = await rig.ask("query ($pmids: [ID!]!) { journalArticles(pmids: $pmids) { pmid } }", { pmids });

    expectRefused(asVariable, 400, /^(BAD_USER_INPUT|OPERATION_TOO_COMPLEX)$/);
    expectRefused(asLiteral, 400, /^(BAD_USER_INPUT|OPERATION_TOO_COMPLEX)$/);
    expectRefused(whole, [400, 413], /^(BAD_USER_INPUT|OPERATION_TOO_COMPLEX|PAYLOAD_TOO_LARGE)$/);
  });
});

describe("Bodies that are not what they should be", () => {
  const whole = JSON.stringify({ query: "{ __typename }" });

  it.each<[string, number, () => Promise<Reply>]>([
    ["a body of 2 MB", 413, () => post(`{"query":"{ __typename }","x":"${"x".repeat(2_000_000)}"}`)],
    ["a chunked body of 2 MB", 413, () => post(`{"x":"${"x".repeat(2_000_000)}"}`, { "transfer-encoding": "chunked" })],
    ["a gzip bomb", 415, () => post(gzipSync(Buffer.alloc(50_000_000, " ")), { "content-encoding": "gzip" })],
    ["an odd charset", 415, () => post(whole, { "content-type": "application/json; charset=utf-7" })],
    [
      "a charset of 100 KB",
      415,
      () => post(whole, { "content-type": `application/json; charset=${"x".repeat(9_000)}` }),
    ],
    ["no content type", 415, () => send(graphql, { body: whole })],
    ["XML", 415, () => post("<query/>", { "content-type": "application/xml" })],
    ["a form", 415, () => post("query=%7B__typename%7D", { "content-type": "application/x-www-form-urlencoded" })],
    ["text", 415, () => post(whole, { "content-type": "text/plain" })],
    ["multipart", 415, () => post("--x\r\n\r\n--x--", { "content-type": "multipart/form-data; boundary=x" })],
  ])("are refused: %s (rows 36 and 40)", async (_, status, ask) => {
    expectRefused(await ask(), status, /^[A-Z_]+$/);
  });

  it.each<[string, string | Buffer]>([
    ["broken JSON", '{"query": "{ __typename }"'],
    ["a number", "7"],
    ["a query that is a list", '{"query":["{ __typename }"]}'],
    ["variables that are a text", '{"query":"{ __typename }","variables":"x"}'],
    ["invalid UTF-8", Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
    ["JSON 100000 deep", `{"query":"{ __typename }","variables":{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`],
    ["a prototype", '{"query":"{ __typename }","variables":{"__proto__":{"polluted":true}}}'],
    ["a constructor's prototype", '{"query":"{ __typename }","__proto__":{"query":"{ polluted }"}}'],
    ["a batch of 11", `[${Array(11).fill(whole).join()}]`],
  ])("are refused with BAD_REQUEST and forgotten: %s (rows 37 and 40)", async (_, body) => {
    const started = performance.now();

    expectRefused(await post(body), 400, /^BAD_REQUEST$/);

    expect(performance.now() - started).toBeLessThan(2_000);
    expect((await post(whole)).json).toEqual({ data: { __typename: "Query" } });
  });

  it("are refused when a mutation comes by GET (row 40)", async () => {
    const reply = await send(`${graphql}?query=${encodeURIComponent("mutation { x }")}`, { method: "GET" });

    expectRefused(reply, [400, 405], /^[A-Z_]+$/);
  });
});

describe("Hostile texts (row 39)", () => {
  const hostile = [
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "x\r\nHost: evil.example\r\n\r\nGET /stolen HTTP/1.1",
    "http://169.254.169.254/latest/meta-data",
    "//evil.example/x",
    "<script>alert(1)</script>",
    '"; DROP TABLE articles; --',
    "\u0000\u202e\ud83d\ude00",
    "a&fields=all&pageSize=1000#x?y=z",
    ") OR (1=1",
    "[Title] AND NOT [pt]",
    'AREA[StartDate]RANGE[MIN,MAX] OR "',
    "x".repeat(10_000),
    "\ud800",
  ];
  const QUESTIONS: [string, string][] = [
    ["article", "query ($x: ID!) { journalArticle(pmid: $x) { pmid } }"],
    ["trial", "query ($x: ID!) { clinicalTrial(nctId: $x) { nctId } }"],
    ["page", "query ($x: ID!) { encyclopediaArticle(articleId: $x) { title } }"],
    ["page address", "query ($x: String!) { encyclopediaArticle(url: $x) { title } }"],
    ["topic", "query ($x: String!) { healthTopic(slug: $x) { title } }"],
    ["topic address", "query ($x: String!) { healthTopic(url: $x) { title } }"],
    ["node", "query ($x: ID!) { node(id: $x) { id } }"],
    ["code", "query ($x: String!) { healthTopicsForCode(system: ICD_10_CM, code: $x) { title } }"],
    ["group", "query ($x: ID!) { healthTopics(group: $x) { totalCount } }"],
    ["cursor", "query ($x: String!) { healthTopics(after: $x) { totalCount } }"],
    ["article search", "query ($x: String!) { searchJournalArticles(query: $x, first: 1) { totalCount } }"],
    ["advanced article search", "query ($x: String!) { searchJournalArticles(advanced: $x, first: 1) { totalCount } }"],
    ["article cursor", 'query ($x: String!) { searchJournalArticles(query: "a", after: $x) { totalCount } }'],
    ["trial search", "query ($x: String!) { searchClinicalTrials(condition: $x, first: 1) { totalCount } }"],
    ["advanced trial search", "query ($x: String!) { searchClinicalTrials(advanced: $x, first: 1) { totalCount } }"],
    ["trial cursor", 'query ($x: String!) { searchClinicalTrials(condition: "a", after: $x) { totalCount } }'],
    ["place", "query ($x: String!) { searchClinicalTrials(location: $x, first: 1) { totalCount } }"],
    ["suggestion", "query ($x: String!) { suggestHealthTopics(prefix: $x) { __typename } }"],
  ];

  it.each(QUESTIONS)("go nowhere new in the argument of a %s", async (_, query) => {
    for (const x of hostile) {
      const reply = await rig.ask(query, { x });

      expect([200, 400]).toContain(reply.status);
      expect([undefined, "BAD_USER_INPUT", "UPSTREAM_BAD_RESPONSE", "UPSTREAM_RATE_LIMITED", "BAD_REQUEST"]).toContain(
        codeOf(reply),
      );
      expect(reply.text).not.toMatch(/root:x|call stack|node_modules/);
    }
    for (const line of upstreamCalls()) {
      expect(line).toMatch(
        /^(POST \/entrez\/eutils\/e(search|fetch|spell|link)\.fcgi|GET \/api\/v2\/(studies\?|version)|GET \/service\?|GET \/(spanish\/)?ency\/(article|patientinstructions)\/\d{6}\.htm|GET \/xml)[^ ]*$/,
      );
      expect(line).not.toMatch(/\.\.\/|\r|\n/);
    }
  });
});

describe("Connections that misbehave (row 42)", () => {
  it.each([
    ["128 KB of headers", `GET /graphql HTTP/1.1\r\nhost: x\r\nx: ${"x".repeat(131_072)}\r\n\r\n`, 431],
    ["3000 headers", `GET /graphql HTTP/1.1\r\nhost: x\r\n${"x-name: value\r\n".repeat(3_000)}\r\n`, 431],
    ["garbage", "\x16\x03\x01\x02\x00\x01 garbage\r\n\r\n", 400],
    ["two lengths", "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello", 400],
    [
      "a length and chunks",
      "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nhost: x\r\n\r\n",
      400,
    ],
    [
      "chunks under another name",
      "POST /graphql HTTP/1.1\r\nhost: x\r\ntransfer-encoding: xchunked\r\ncontent-length: 3\r\n\r\nabc",
      400,
    ],
  ])("are refused: %s", async (_, bytes, status) => {
    const text = await sendBytes(rig.url, bytes);

    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  it("are cut when 60 of them send for ever, and others do not notice", async () => {
    const { hostname, port } = new URL(rig.url);
    const started = performance.now();
    const drip = async (start: string): Promise<number> => {
      const socket: Socket = connect(Number(port), hostname, () => socket.write(start));
      socket.on("error", () => undefined);
      socket.resume();
      const dripping = setInterval(() => socket.write("x"), 500);
      await once(socket, "close");
      clearInterval(dripping);
      return performance.now() - started;
    };
    const head = "POST /graphql HTTP/1.1\r\nhost: x\r\n";
    const slow = [
      ...Array.from({ length: 30 }, () => drip(`${head}x-slow: `)),
      ...Array.from({ length: 30 }, () =>
        drip(`${head}content-type: application/json\r\ncontent-length: 5000\r\n\r\n`),
      ),
    ];

    expect((await rig.ask('{ healthTopic(slug: "asthma") { title } }')).ms).toBeLessThan(500);

    for (const ms of await Promise.all(slow)) expect(ms).toBeLessThan(20_000);
  });
});

describe("More questions than can be worked on (row 41)", () => {
  it("are refused with the time to come again, and the others are answered", async () => {
    const small = await startRig(bundled, { GALEN_MAX_CONCURRENT: "5" });
    const held: (() => void)[] = [];
    small.fronts.pubmed.behave = ({ pass }) => new Promise<void>((resolve) => held.push(resolve)).then(() => pass());
    const first = Array.from({ length: 5 }, (_, number) =>
      small.ask(`{ journalArticle(pmid: "1183252${number + 3}") { pmid } }`),
    );
    await until(() => held.length > 0);

    const excess = await Promise.all(
      Array.from({ length: 20 }, (_, number) => small.ask(`{ journalArticle(pmid: "8300000${number}") { pmid } }`)),
    );
    small.fronts.pubmed.behave = passOn;
    for (const release of held.splice(0)) release();
    const admitted = await Promise.all(first);

    for (const reply of excess) {
      expect(reply.status).toBe(503);
      expect(codeOf(reply)).toBe("SERVER_OVERLOADED");
      expect(Number(reply.headers["retry-after"])).toBeGreaterThanOrEqual(1);
    }
    for (const reply of admitted) expect(reply.json.errors).toBeUndefined();
    expect((await small.ask("{ __typename }")).status).toBe(200);
    await small.close();
  });
});
