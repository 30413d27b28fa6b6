import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readOperations } from "../../src/server/index.js";
import { type ChildGateway, spawnGateway } from "../support/child-gateway.js";
import { type Reply, send } from "../support/small-server.js";

let gateway: ChildGateway;
let url: string;
beforeAll(async () => {
  gateway = spawnGateway({ GALEN_LOG_LEVEL: "error" });
  url = await gateway.url;
});
afterAll(() => gateway.stop());

const json = { "content-type": "application/json" };
const post = (body: string | Buffer) => send(`${url}/graphql`, { headers: json, body });
const operations = [...readOperations("schema/operations").values()];

/** Operations with words taken out, put twice or replaced by each other: some valid, most not. */
const bentOperation = fc
  .record({
    operation: fc.constantFrom(...operations),
    bends: fc.array(fc.record({ at: fc.nat(), from: fc.nat(), how: fc.constantFrom("drop", "repeat", "swap") }), {
      minLength: 0,
      maxLength: 4,
    }),
  })
  .map(({ operation, bends }) => {
    const words = operation.text.replace(/#.*/g, "").match(/\$?\w+|"[^"]*"|\.\.\.|[^\s\w]/g) ?? [];
    for (const { at, from, how } of bends) {
      const index = at % words.length;
      const word = words[index] ?? "";
      words.splice(
        index,
        1,
        ...(how === "drop" ? [] : how === "repeat" ? [word, word] : [words[from % words.length] ?? ""]),
      );
    }
    return words.join(" ");
  });

/** Texts that look like every kind of argument, and like what attackers put into one. */
const argument = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ maxLength: 10_000 }),
  fc.integer(),
  fc.double(),
  fc.constant(null),
  fc.boolean(),
  fc.constantFrom(
    "../../etc/passwd",
    "x\r\nhost: evil",
    "http://127.0.0.1:1/",
    "<script>",
    "NCT00000000",
    "article/1",
    "%00",
    "🏃",
  ),
  fc.array(fc.string(), { maxLength: 5 }),
  fc.dictionary(fc.string(), fc.string()),
);

function expectNoFault({ status, json: { errors = [] }, text }: Reply): void {
  expect(status).toBeLessThan(500);
  expect(errors.map(({ extensions }) => extensions?.code)).not.toContain("INTERNAL_SERVER_ERROR");
  expect(text).not.toMatch(/call stack|node_modules|\bat \w+ \(/i);
}

const runs = { numRuns: 150, endOnFailure: true };

describe("Whatever is sent", () => {
  it("bent operations are answered or refused, never with a fault", async () => {
    await fc.assert(
      fc.asyncProperty(bentOperation, async (query) => expectNoFault(await post(JSON.stringify({ query })))),
      runs,
    );
  }, 60_000);

  it("so are the committed operations with any variables", async () => {
    const names = [...new Set(operations.flatMap(({ text }) => text.match(/(?<=\$)\w+(?=:)/g) ?? []))];
    const variables = fc.dictionary(fc.constantFrom(...names), argument, { maxKeys: 4 });

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...operations), variables, async ({ text }, values) =>
        expectNoFault(await post(JSON.stringify({ query: text, variables: values }))),
      ),
      runs,
    );
  }, 60_000);

  it("and bodies of any bytes or any JSON", async () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record(
          { query: argument, variables: argument, operationName: argument, extensions: argument, documentId: argument },
          { requiredKeys: [] },
        )
        .map((value) => Buffer.from(JSON.stringify(value))),
    );

    await fc.assert(
      fc.asyncProperty(body, async (bytes) => expectNoFault(await post(bytes))),
      runs,
    );
    expect(gateway.output.log).not.toContain('"level":60');
  }, 60_000);
});
