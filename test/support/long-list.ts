import { buildSchema, parse } from "graphql";
import type { ServerOptions } from "../../src/server/index.js";
import type { Call } from "../../src/upstream/index.js";

/** One long list, every page of which can cause two calls of an upstream. */
const SCHEMA = /* GraphQL */ `
  type Query { numbers(first: Int = 4, after: String): Numbers }
  type Numbers { nodes: [Count!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Count { value: Int! }
`;

const text =
  "query Numbers($first: Int = 4, $after: String) { numbers(first: $first, after: $after) " +
  "{ nodes { value } pageInfo { hasNextPage endCursor } } }";

export interface LongList {
  /** What a server needs to serve it. */
  options: Partial<ServerOptions>;
  /** How many pages have been read. */
  pagesRead(): number;
  /** How many upstream calls each page is to cause. */
  callsPerPage: number;
}

/** The numbers from 1 to `length`, as an operation called Numbers that can be exported. */
export function createLongList(length: number): LongList {
  let pagesRead = 0;
  const schema = buildSchema(SCHEMA);
  const resolve = (
    _root: unknown,
    { first, after }: { first: number; after?: string | null },
    { call }: { call: Call },
  ) => {
    pagesRead++;
    call.report.of("pubmed").ownCalls += list.callsPerPage;
    const start = Number(after ?? 0);
    const end = Math.min(length, start + first);
    const nodes = Array.from({ length: end - start }, (_, index) => ({ value: start + index + 1 }));
    return { nodes, pageInfo: { hasNextPage: end < length, endCursor: String(end) } };
  };
  const operation = { name: "Numbers", text, hash: "", document: parse(text) };
  const numbers = schema.getQueryType()?.getFields().numbers;
  if (numbers) Object.assign(numbers, { resolve, extensions: { upstreamCalls: () => 2 } });
  const list: LongList = {
    options: { schema, operations: new Map([["Numbers", operation]]) },
    pagesRead: () => pagesRead,
    callsPerPage: 2,
  };
  return list;
}
