import { afterEach, describe, expect, it } from "@jest/globals";
import { buildSchema, type GraphQLSchema } from "graphql";
import { createBudgets } from "../../../src/server/cost/budgets.js";
import { createSchema } from "../../../src/server/index.js";
import type { Call } from "../../../src/upstream/index.js";
import { FakeClock } from "../../support/fake-clock.js";
import { ask, openAccess, type Reply, type SmallServer, startSmallServer } from "../../support/small-server.js";

const schema: GraphQLSchema = buildSchema(
  "type Query { pages(first: Int): [Page] lookUp(calls: Int): Int bad: Page } type Page { id: ID }",
);
const lookUp = schema.getQueryType()?.getFields().lookUp;
if (lookUp) lookUp.extensions = { upstreamCalls: () => 4 };

const rootValue = {
  pages: ({ first }: { first: number }) => Array.from({ length: first }, () => ({ id: "1" })),
  lookUp: ({ calls }: { calls: number }, { call }: { call: Call }) => {
    call.report.of("pubmed").ownCalls += calls;
    return calls;
  },
};

let gateway: SmallServer | null = null;
afterEach(async () => {
  await gateway?.close();
  gateway = null;
});

async function start(costPerMinute: number | null, clock = new FakeClock()) {
  gateway = await startSmallServer({ schema, rootValue, clock, access: { ...openAccess, costPerMinute } });
  const { url } = gateway;
  return { clock, ask: (query: string) => ask(url, query) };
}

const budgetOf = ({ headers }: Reply) => ({
  limit: headers["ratelimit-limit"],
  remaining: headers["ratelimit-remaining"],
  reset: headers["ratelimit-reset"],
});

describe("A caller's budget", () => {
  it("is told in the headers of every answer that was paid for", async () => {
    const caller = await start(600);

    expect(budgetOf(await caller.ask("{ pages(first: 30) { id } }"))).toEqual({
      limit: "600",
      remaining: "570",
      reset: "3",
    });
    expect(budgetOf(await caller.ask("{ pages(first: 30) { id } }"))).toEqual({
      limit: "600",
      remaining: "540",
      reset: "6",
    });
  });

  it("is told in no header where there is none", async () => {
    const caller = await start(null);

    expect(budgetOf(await caller.ask("{ pages(first: 30) { id } }"))).toEqual({});
  });

  it("once it is used up, is a reason to refuse with 429, the price, what costs it and when to come back", async () => {
    const caller = await start(60);
    await caller.ask("{ pages(first: 50) { id } }");

    const reply = await caller.ask("{ pages(first: 30) { id } }");

    expect(reply.status).toBe(429);
    expect(reply.headers["retry-after"]).toBe("20");
    expect(budgetOf(reply)).toEqual({ limit: "60", remaining: "10", reset: "50" });
    expect(reply.json.errors?.[0]).toEqual({
      message: "This operation can cost 30, and 10 of your 60 a minute is left. Try again in 20 s, or ask for less.",
      extensions: {
        code: "RATE_LIMITED",
        retryable: true,
        retryAfter: 20,
        cost: 30,
        upstreamCalls: 0,
        limit: 60,
        remaining: 10,
        dearest: [{ field: "Query.pages", cost: 30, upstreamCalls: 0 }],
      },
    });
  });

  it("fills up again while time passes, and not beyond a minute's worth", async () => {
    const caller = await start(60);
    await caller.ask("{ pages(first: 60) { id } }");
    expect((await caller.ask("{ pages(first: 30) { id } }")).status).toBe(429);

    await caller.clock.advance(30_000);
    expect((await caller.ask("{ pages(first: 30) { id } }")).status).toBe(200);

    await caller.clock.advance(3_600_000);
    expect(budgetOf(await caller.ask("{ pages(first: 1) { id } }")).remaining).toBe("59");
  });

  it("gets back what upstream calls were estimated and not made", async () => {
    const caller = await start(600);

    expect(budgetOf(await caller.ask("{ lookUp(calls: 4) }")).remaining).toBe("560");
    expect(budgetOf(await caller.ask("{ lookUp(calls: 1) }")).remaining).toBe("550");
    expect(budgetOf(await caller.ask("{ a: lookUp(calls: 0) }")).remaining).toBe("549");
  });

  it("pays one for an operation that turns out to be invalid, and for one that costs nothing", async () => {
    const caller = await start(600);

    expect(budgetOf(await caller.ask("{ pages(first: 100) { id nosuch } }")).remaining).toBe("599");
    expect(budgetOf(await caller.ask("{ __typename }")).remaining).toBe("598");
  });

  it("lets an operation through that costs more than a minute's worth, once nothing is owed", async () => {
    const caller = await start(10);

    expect((await caller.ask("{ pages(first: 30) { id } }")).status).toBe(200);
    expect((await caller.ask("{ pages(first: 1) { id } }")).headers["retry-after"]).toBe("126");
  });
});

describe("The field rateLimit", () => {
  it("tells the operation's price and what is left, and is never kept", async () => {
    const clock = new FakeClock();
    gateway = await startSmallServer({
      schema: await createSchema(),
      rootValue: undefined,
      clock,
      access: { ...openAccess, costPerMinute: 100 },
    });
    const query = "{ rateLimit { cost upstreamCalls limit remaining resetAt } }";

    const first = await ask(gateway.url, query);
    const second = await ask(gateway.url, query);

    expect(first.json.data?.rateLimit).toEqual({
      cost: 1,
      upstreamCalls: 0,
      limit: 100,
      remaining: 99,
      resetAt: new Date(clock.now() + 1_000).toISOString(),
    });
    expect(second.json.data?.rateLimit).toMatchObject({ remaining: 98 });
    expect(second.headers["cache-control"]).toBe("no-store");
  });

  it("has no limit to tell where there is none", async () => {
    gateway = await startSmallServer({ schema: await createSchema(), rootValue: undefined });

    const { json } = await ask(gateway.url, "{ rateLimit { cost limit remaining resetAt } }");

    expect(json).toEqual({ data: { rateLimit: { cost: 1, limit: null, remaining: null, resetAt: null } } });
  });
});

describe("Budgets", () => {
  it("are kept apart by client, and those of a flood of strangers do not fill the memory", () => {
    const budgets = createBudgets(new FakeClock(), null);
    const client = (id: number) => ({ id: `address:${id}`, key: null, costPerMinute: 10 });
    expect(budgets.take(client(0), 10)).toBe(0);
    expect(budgets.take(client(0), 1)).toBeGreaterThan(0);
    expect(budgets.take(client(1), 10)).toBe(0);

    for (let stranger = 2; stranger < 10_100; stranger++) budgets.take(client(stranger), 1);

    expect(budgets.status(client(10_099))).toMatchObject({ remaining: 9 });
    expect(budgets.status(client(0))).toMatchObject({ remaining: 10 });
  });
});
