import { ApolloClient, gql as apolloGql, HttpLink, InMemoryCache } from "@apollo/client";
import { Defer20220824Handler } from "@apollo/client/incremental";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { Client, fetchExchange, gql as urqlGql } from "@urql/core";
import { buildSchema } from "graphql";
import { UpstreamError } from "../../src/upstream/index.js";
import { ask, type SmallServer, startSmallServer } from "../support/small-server.js";

const schema = buildSchema(/* GraphQL */ `
  directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
  type Query { topic: Topic }
  type Topic { title: String! articles: [String!] trials: [String!] }
`);

const QUERY =
  'query { topic { title ... @defer(label: "articles") { articles } ... @defer(label: "trials") { trials } } }';
const ACCEPT = "multipart/mixed;deferSpec=20220824,application/json;q=0.9";

let articles: PromiseWithResolvers<string[]>;
let trials: PromiseWithResolvers<string[]>;
let gateway: SmallServer;
beforeAll(async () => {
  const topic = { title: "Fever", articles: () => articles.promise, trials: () => trials.promise };
  gateway = await startSmallServer({ schema, rootValue: { topic } });
});
beforeEach(() => {
  articles = Promise.withResolvers();
  trials = Promise.withResolvers();
});
afterAll(() => gateway.close());

/** The parts of an answer, one by one as they arrive. */
async function* partsOf(query: string, accept = ACCEPT): AsyncGenerator<Record<string, unknown>> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept },
    body: JSON.stringify({ query }),
  });
  expect(response.headers.get("content-type")).toBe('multipart/mixed; boundary="-"; deferSpec=20220824');
  let text = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const pieces = (text + chunk).split(/\r\n---(?:--)?\r\n/);
    text = pieces.pop() ?? "";
    for (const piece of pieces) if (piece.includes("{")) yield JSON.parse(piece.slice(piece.indexOf("\r\n\r\n")));
  }
}

describe("Fragments that are deferred", () => {
  it("come after the rest, in the order in which their sources answer", async () => {
    const parts = partsOf(QUERY);

    expect((await parts.next()).value).toEqual({ data: { topic: { title: "Fever" } }, hasNext: true });
    trials.resolve(["NCT00000001"]);
    const later = { data: { trials: ["NCT00000001"] }, path: ["topic"], label: "trials" };
    expect((await parts.next()).value).toEqual({ incremental: [later], hasNext: true });
    articles.resolve(["A paper"]);
    expect((await parts.next()).value).toMatchObject({ incremental: [{ data: { articles: ["A paper"] } }] });
  });

  it("tell what went wrong with their source in their own part", async () => {
    const parts = partsOf(QUERY);
    await parts.next();

    articles.reject(new UpstreamError("pubmed", "timeout", "no answer at http://127.0.0.1:9/secret"));
    const { value } = await parts.next();

    expect(value).toMatchObject({
      incremental: [
        {
          data: { articles: null },
          errors: [{ path: ["topic", "articles"], extensions: { code: "UPSTREAM_TIMEOUT" } }],
        },
      ],
    });
    expect(JSON.stringify(value)).not.toContain("secret");
    trials.resolve([]);
  });

  it.each(["application/json", "multipart/mixed;incrementalSpec=v0.2,application/json"])(
    "come with the rest for a caller that accepts %s",
    async (accept) => {
      articles.resolve(["A paper"]);
      trials.resolve([]);

      const { json, headers } = await ask(gateway.url, QUERY, {}, { accept });

      expect(headers["content-type"]).toMatch(/^application\/json/);
      expect(json).toEqual({ data: { topic: { title: "Fever", articles: ["A paper"], trials: [] } } });
    },
  );

  it("let go of what is left when the caller leaves", async () => {
    const parts = partsOf(QUERY);
    await parts.next();
    await parts.return(undefined);
    trials.resolve([]);
    articles.resolve([]);

    articles = Promise.withResolvers();
    articles.resolve(["Another"]);
    const { json } = await ask(gateway.url, "{ topic { articles } }");
    expect(json.data).toEqual({ topic: { articles: ["Another"] } });
  });

  it("are held to the limits of any operation", async () => {
    const nested = Array.from({ length: 60 }).reduce<string>((inner) => `... @defer { ${inner} }`, "title");
    const { status, json } = await ask(gateway.url, `{ topic { ${nested} } }`, {}, { accept: ACCEPT });

    expect(status).toBe(400);
    expect(json.errors?.[0]?.extensions.code).toBe("OPERATION_TOO_COMPLEX");
  });

  it("arrive at Apollo Client part by part", async () => {
    const client = new ApolloClient({
      link: new HttpLink({ uri: `${gateway.url}/graphql` }),
      cache: new InMemoryCache(),
      incrementalHandler: new Defer20220824Handler(),
    });
    const seen: unknown[] = [];
    const done = Promise.withResolvers<void>();
    const subscription = client
      .watchQuery({ query: apolloGql(QUERY), fetchPolicy: "no-cache" })
      .subscribe(({ data, dataState }) => {
        if (data) seen.push(JSON.parse(JSON.stringify(data)));
        if (seen.length === 1) articles.resolve(["A paper"]);
        if (seen.length === 2) trials.resolve([]);
        if (dataState === "complete") done.resolve();
      });
    await done.promise;
    subscription.unsubscribe();

    expect(seen[0]).toEqual({ topic: { __typename: "Topic", title: "Fever" } });
    expect(seen.at(-1)).toEqual({ topic: { __typename: "Topic", title: "Fever", articles: ["A paper"], trials: [] } });
    expect(seen.length).toBeGreaterThanOrEqual(3);
  });

  it("arrive at urql part by part", async () => {
    const client = new Client({ url: `${gateway.url}/graphql`, exchanges: [fetchExchange], preferGetMethod: false });
    const seen: unknown[] = [];
    const done = Promise.withResolvers<void>();
    const { unsubscribe } = client.query(urqlGql(QUERY), {}).subscribe(({ data, hasNext, error }) => {
      if (error) done.reject(error);
      seen.push(JSON.parse(JSON.stringify(data)));
      if (seen.length === 1) articles.resolve(["A paper"]);
      if (seen.length === 2) trials.resolve([]);
      if (!hasNext) done.resolve();
    });
    await done.promise;
    unsubscribe();

    expect(seen[0]).toMatchObject({ topic: { title: "Fever" } });
    expect(seen[0]).not.toHaveProperty("topic.articles");
    expect(seen.at(-1)).toMatchObject({ topic: { title: "Fever", articles: ["A paper"], trials: [] } });
  });
});
