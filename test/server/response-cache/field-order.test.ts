import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { executeSync, parse } from "graphql";
import { fieldOrderOf } from "../../../src/server/response-cache/field-order.js";
import { reordered } from "../../../src/server/response-cache/reorder.js";
import { smallSchema } from "../../support/small-schema.js";
import { ask, type SmallServer, startSmallServer } from "../../support/small-server.js";

/** A field and what is asked of it, without an order. */
interface Wish {
  text: string;
  inner: Wish[];
}

const leaves = fc.constantFrom("id", "title", "name: title", "key: id", "__typename");
const objects = fc.constantFrom("parent", "children", "few: children(first: 1)", "up: parent");
const { wishes } = fc.letrec<{ wish: Wish; wishes: Wish[] }>((tie) => ({
  wish: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaves.map((text) => ({ text, inner: [] })),
    fc.record({ text: objects, inner: tie("wishes") }),
  ),
  wishes: fc.uniqueArray(tie("wish"), { minLength: 1, maxLength: 6, selector: ({ text }) => text.split(/[:( ]/)[0] }),
}));

/** The wishes in an order that the random numbers decide. */
function written(all: Wish[], random: () => number): string {
  const shuffled = all.map((wish) => ({ wish, place: random() })).sort((one, other) => one.place - other.place);
  const fields = shuffled.map(({ wish: { text, inner } }) =>
    inner.length ? `${text} ${written(inner, random)}` : text,
  );
  return `{ ${fields.join(" ")} }`;
}

describe("The order of fields", () => {
  it("is all that tells two orders of one operation apart, and all that its answer needs to be another's", () => {
    const orders = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
    const titles = fc.oneof(
      fc.constantFrom(null, "", '"', "\\", '\\"', 'a "b" \\\\" ,}]', "é\u2028\ud800"),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(wishes, titles, orders, orders, (all, title, one, other) => {
        const record = { id: "1", title, parent: () => record, children: ({ first = 2 }) => Array(first).fill(record) };
        const rootValue = { record: { ...record, parent: () => ({ ...record, parent: null, children: [] }) } };
        const [first, second] = [one, other].map((numbers) => {
          const document = parse(`{ record ${written(all, () => numbers.next().value as number)} }`);
          const { data } = executeSync({ schema: smallSchema, document, rootValue });
          return { order: fieldOrderOf(document), data };
        });
        if (!first?.order || !second?.order) throw new Error("no order was found");

        expect(first.order.digest).toBe(second.order.digest);
        const answer = (data: unknown) => JSON.stringify({ data, extensions: { stale: [] } });
        expect(reordered(Buffer.from(answer(first.data)), second.order.fields).toString()).toBe(answer(second.data));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["a fragment", "{ record { ...F title } } fragment F on Record { id }"],
    ["an inline fragment", "{ record { ... { id } title } }"],
    ["a directive", "{ record { id @skip(if: false) title } }"],
    ["a directive of the operation", "query @a { record { id title } }"],
    ["a field that is asked for twice", "{ record { id } record { title } }"],
    ["several operations", "query A { record { id title } } query B { record { id title } }"],
    ["a name that no object of ours can have", "{ __proto__: record { id } }"],
  ])("is not said of %s", (_, query) => {
    expect(fieldOrderOf(parse(query))).toBeNull();
  });

  it.each([
    ["arguments", "{ record { children(first: 1) { id } } }"],
    ["other names", "{ record { few: children(first: 2) { id } } }"],
    ["other fields", "{ record { children(first: 2) { title } } }"],
    ["variables", "query ($a: Int) { record { children(first: 2) { id } } }"],
  ])("is not all where %s differ", (_, query) => {
    const one = fieldOrderOf(parse("{ record { children(first: 2) { id } } }"));
    expect(fieldOrderOf(parse(query))?.digest).not.toBe(one?.digest);
  });
});

describe("Answers whose fields were asked for in another order", () => {
  let gateway: SmallServer;
  let now = 1_000_000;
  const clock = { now: () => Date.now(), elapsed: () => now, sleep: async () => {}, after: () => () => undefined };
  const start = async () => {
    gateway = await startSmallServer({ clock });
  };
  beforeEach(start);
  afterEach(() => gateway.close());

  const ONE = `{ record { title id children { id title } } page(ms: 60000, size: 100) }`;
  const OTHER = `{ page(ms: 60000, size: 100) record { children { title id } id title } }`;

  it("are put into this order without being executed, byte for byte as if they were", async () => {
    const executed = await ask(gateway.url, OTHER);
    await gateway.close();
    await start();

    await ask(gateway.url, ONE);
    const asked = gateway.seen.executed;
    now += 5_000;
    const answers = [await ask(gateway.url, OTHER), await ask(gateway.url, OTHER)];

    for (const { text, headers } of answers) {
      expect(text).toBe(executed.text);
      expect(headers).toMatchObject({ age: "5", etag: executed.headers.etag });
    }
    expect(gateway.seen.executed).toBe(asked);
  });

  it("live no longer than they do", async () => {
    await ask(gateway.url, ONE);
    now += 59_000;
    await ask(gateway.url, OTHER);
    const asked = gateway.seen.executed;
    now += 61_001;

    await ask(gateway.url, OTHER);

    expect(gateway.seen.executed).toBeGreaterThan(asked);
  });

  it("do not push each other out when they are asked for at the same time", async () => {
    await Promise.all([ask(gateway.url, ONE), ask(gateway.url, OTHER)]);
    const asked = gateway.seen.executed;

    await Promise.all([ask(gateway.url, ONE), ask(gateway.url, OTHER)]);

    expect(gateway.seen.executed).toBe(asked);
  });
});
