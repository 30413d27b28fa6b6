import { createHash } from "node:crypto";
import { GraphQLError } from "graphql";
import type { GraphqlRequest } from "./graphql-request.js";
import type { StoredOperation } from "./operations.js";
import { Refusal } from "./refusal.js";

/** Documents that were sent with their hash are remembered up to these bounds; the oldest goes first. */
const MOST_REGISTERED = 1000;
const LONGEST_REGISTERED = 20_000;

/** Documents that need not be sent: committed operations, and those that were sent once with their hash. */
export interface Documents {
  /**
   * The request with its document in it.
   * @throws GraphQLError PERSISTED_QUERY_NOT_FOUND, upon which clients send the document; Refusal for a wrong hash
   */
  resolve(request: GraphqlRequest): GraphqlRequest;
  /** Remembers a request's document if it came with its hash. To be called once the document has passed all checks. */
  register(request: GraphqlRequest): void;
}

/**
 * Creates the memory of documents, with the committed ones in it, by name and by SHA-256, and those of a manifest, by the
 * ids that it gives them.
 */
export function createDocuments(
  committed: ReadonlyMap<string, StoredOperation>,
  manifest: ReadonlyMap<string, string>,
): Documents {
  const fixed = new Map([
    ...manifest,
    ...[...committed.values()].flatMap(({ name, hash, text }): [string, string][] => [
      [name, text],
      [hash, text],
    ]),
  ]);
  const registered = new Map<string, string>();
  return {
    resolve: (request) => {
      const wanted = request.documentId?.replace(/^sha256:/, "") ?? hashOf(request);
      if (wanted === null) return request;
      if (request.query !== undefined) {
        if (sha256(request.query) === wanted) return request;
        throw new Refusal(400, "BAD_REQUEST", "The hash does not belong to the document.");
      }
      const query = fixed.get(wanted) ?? registered.get(wanted);
      if (query === undefined) throw notFound();
      return { ...request, query };
    },
    register: ({ query, extensions }) => {
      const hash = extensions && hashOf({ extensions });
      if (!hash || query === undefined || query.length > LONGEST_REGISTERED || fixed.has(hash)) return;
      registered.delete(hash);
      registered.set(hash, query);
      if (registered.size > MOST_REGISTERED) registered.delete(registered.keys().next().value ?? "");
    },
  };
}

/** The hash of an automatic persisted query, as Apollo Client and urql send it. */
function hashOf({ extensions }: GraphqlRequest): string | null {
  const persisted = extensions?.persistedQuery;
  if (typeof persisted !== "object" || persisted === null) return null;
  const { version, sha256Hash } = persisted as { version?: unknown; sha256Hash?: unknown };
  if (version === 1 && typeof sha256Hash === "string") return sha256Hash;
  throw new Refusal(400, "BAD_REQUEST", "A persisted query has version 1 and a sha256Hash.");
}

function notFound(): GraphQLError {
  // Clients look for this very message and code.
  return new GraphQLError("PersistedQueryNotFound", { extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
