import type { FastifyInstance } from "fastify";
import { requireOperatorKey } from "./access/operator-key.js";
import { Refusal } from "./refusal.js";
import { readBody } from "./request-body.js";
import { API_HEADERS } from "./security-headers.js";

/** What is to be fetched again: exactly one of these. */
export type InvalidationRequest = { records: string[] } | { source: string } | { all: true };

export interface AdminOptions {
  /** Who sends it as a bearer token may declare things outdated. */
  key: string;
  /**
   * Has all gateways forget. Resolves when this one does not answer with what it had any more.
   * @throws RangeError with words for the caller when something is named that there is not
   */
  invalidate(request: InvalidationRequest): Promise<void>;
}

const LARGEST_BODY = 64 * 1024;
const MOST_RECORDS = 1_000;

/** `POST /admin/invalidate`: a record, a source or everything is to be fetched again. */
export function registerAdminRoutes(app: FastifyInstance, { key, invalidate }: AdminOptions): void {
  app.post("/admin/invalidate", async (request, reply) => {
    requireOperatorKey(request.headers, key, "operator's");
    const body = readRequest(await readBody(request.raw, LARGEST_BODY));
    try {
      await invalidate(body);
    } catch (error) {
      throw error instanceof RangeError ? new Refusal(400, "BAD_USER_INPUT", error.message) : error;
    }
    return reply.headers(API_HEADERS).header("cache-control", "no-store").send({ status: "invalidated" });
  });
}

function readRequest(body: Buffer): InvalidationRequest {
  let request: unknown;
  try {
    request = JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal(400, "BAD_REQUEST", "The body is not JSON.");
  }
  const { records, source, all, ...others } = (request ?? {}) as Record<string, unknown>;
  const given = [records, source, all].filter((part) => part !== undefined);
  if (given.length === 1 && Object.keys(others).length === 0) {
    if (all === true) return { all };
    if (typeof source === "string") return { source };
    if (isList(records)) return { records };
  }
  throw new Refusal(
    400,
    "BAD_USER_INPUT",
    `The body must be {"records": ["JournalArticle:31978945", …]} with at most ${MOST_RECORDS} ids, {"source": "pubmed"} or {"all": true}.`,
  );
}

function isList(records: unknown): records is string[] {
  return Array.isArray(records) && records.length <= MOST_RECORDS && records.every((id) => typeof id === "string");
}
