import { setTimeout as delay } from "node:timers/promises";
import { buildSchema, GraphQLError, type GraphQLSchema } from "graphql";
import { type Call, UpstreamError, type UpstreamFailure } from "../../src/upstream/index.js";

/** A schema with one field per kind of behaviour, for tests of the server alone. */
export const smallSchema: GraphQLSchema = buildSchema(/* GraphQL */ `
  type Query {
    hello(name: String): String
    count(first: Int! = 10): Int
    echo(ids: [ID!]!): [ID!]
    record(id: ID): Record
    upstream(failure: String!): String
    crash: String
    wait: String
    until: String
    page(ms: Int! = 60000, size: Int! = 10, ageSeconds: Int): String
  }
  type Record { id: ID! title: String parent: Record children(first: Int): [Record!] }
`);

/** What the fields of the schema do; counts how often anything was executed at all. */
export function smallContext(): {
  executed: number;
  arrivals: number;
  departures: number;
  release: () => void;
  fields: object;
} {
  const gate = Promise.withResolvers<void>();
  const seen = { executed: 0, arrivals: 0, departures: 0, release: gate.resolve, fields: {} };
  const record = { id: "1", title: "One", parent: () => record, children: () => [record, record] };
  const ran = <T>(value: T): T => {
    seen.executed++;
    return value;
  };
  seen.fields = {
    hello: ({ name }: { name?: string }) => ran(`Hello ${name ?? "there"}`),
    count: ({ first }: { first: number }) => ran(first),
    echo: ({ ids }: { ids: string[] }) => ran(ids),
    record: () => ran(record),
    upstream: ({ failure }: { failure: UpstreamFailure }) => {
      throw new UpstreamError("pubmed", failure, "GET http://127.0.0.1:9/secret answered 503", {
        retryAfterSeconds: 1.2,
      });
    },
    crash: () => {
      throw new TypeError("Cannot read properties of undefined (reading 'secret') at /srv/app.js");
    },
    page: ({ ms, size }: { ms: number; size: number }, { call }: { call: Call }) => {
      call.report.lives(ms);
      return ran("page ".repeat(size));
    },
    wait: (_arguments: object, { call }: { call: Call }) => {
      seen.arrivals++;
      return delay(60_000, "done", { signal: call.signal }).catch(() => {
        seen.departures++;
        throw new GraphQLError("gone");
      });
    },
    until: () => {
      seen.arrivals++;
      return ran(gate.promise.then(() => "released"));
    },
  };
  return seen;
}
