import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Call, Clock } from "../../upstream/index.js";
import type { Client } from "../access/client.js";
import type { PriceLimits } from "../cost/pricer.js";
import { budgetHeaders, type Toll } from "../cost/toll.js";
import type { StoredOperation } from "../operations.js";
import { Refusal } from "../refusal.js";
import type { OperationLimits } from "../screen/too-complex.js";
import { API_HEADERS } from "../security-headers.js";
import { type ExportOptions, exportLines } from "./export.js";
import { Fares } from "./fares.js";
import { createFormat } from "./formats.js";
import { planExport } from "./plan.js";

export interface ExportRoutesOptions {
  schema: GraphQLSchema;
  operations: ReadonlyMap<string, StoredOperation>;
  clock: Clock;
  createContext(call: Call): object;
  limits: OperationLimits & PriceLimits;
  toll: Toll;
  clientOf(message: IncomingMessage): Client;
}

const LARGEST_EXPORT = 10_000;
/** Exports run at low priority; more of them at once would only wait for one another. */
const MOST_AT_ONCE = 2;

type Query = Record<"operation" | "variables" | "format" | "limit", string | undefined>;

/** `GET /export`: a committed operation's list, page after page, as NDJSON or CSV, paid for by the page. */
export function registerExportRoutes(app: FastifyInstance, options: ExportRoutesOptions): void {
  let running = 0;
  app.get<{ Querystring: Query }>("/export", { exposeHeadRoute: false }, async (request, reply) => {
    if (running >= MOST_AT_ONCE) {
      const message = `At most ${MOST_AT_ONCE} exports run at once.`;
      throw new Refusal(503, "SERVER_OVERLOADED", message, { "retry-after": "30" });
    }
    const gone = new AbortController();
    const question = readQuestion(request.query, options, options.clientOf(request.raw));
    const paid = question.fares.first(question.after);
    const lines = exportLines({ ...question, paid, signal: gone.signal });
    running++;
    reply.raw.once("close", () => {
      running--;
      gone.abort(new Error("The caller has gone"));
    });
    return send(reply.headers(budgetHeaders(paid.budget())), lines, question.format.contentType);
  });
}

function send(reply: FastifyReply, lines: ReturnType<typeof exportLines>, contentType: string): FastifyReply {
  let end = (_outcome: string): void => undefined;
  const outcome = new Promise<string>((resolve) => {
    end = resolve;
  });
  const body = Readable.from(withOutcome(lines, end));
  body.on("error", () => end("complete=false"));
  return reply
    .headers({ ...API_HEADERS, "content-type": contentType, "cache-control": "no-store" })
    .trailer("x-galen-export", async () => outcome)
    .send(body);
}

async function* withOutcome(lines: ReturnType<typeof exportLines>, end: (outcome: string) => void) {
  const { complete, rows } = yield* lines;
  end(`complete=${complete}; rows=${rows}`);
}

function readQuestion(
  query: Query,
  options: ExportRoutesOptions,
  client: Client,
): Omit<ExportOptions, "signal" | "paid"> {
  const { schema, operations, clock, createContext, toll, limits } = options;
  const operation = operations.get(query.operation ?? "");
  if (!operation) throw bad("operation", `one of ${[...operations.keys()].join(", ")}`);
  const format = createFormat(query.format ?? "ndjson");
  if (!format) throw bad("format", "ndjson or csv");
  const limit = Number(query.limit ?? LARGEST_EXPORT);
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_EXPORT) throw bad("limit", `1 to ${LARGEST_EXPORT}`);
  const { after, ...variables } = readVariables(query.variables);
  if (after !== undefined && after !== null && typeof after !== "string") throw bad("variables.after", "a cursor");
  const { document } = operation;
  const plan = planExport(document, schema);
  const mostCalls = limits.upstreamCalls;
  const fares = new Fares({ operation, variables, client, toll, limits, clock });
  return {
    schema,
    document,
    plan,
    clock,
    createContext,
    format,
    limit,
    after: after ?? null,
    variables,
    fares,
    mostCalls,
  };
}

function readVariables(text: string | undefined): Record<string, unknown> {
  try {
    const variables: unknown = JSON.parse(text ?? "{}");
    if (variables !== null && typeof variables === "object" && !Array.isArray(variables)) return { ...variables };
  } catch {
    // Told below, in the same words as any other wrong value.
  }
  throw bad("variables", 'a JSON object, such as {"condition":"asthma"}');
}

function bad(name: string, right: string): Refusal {
  return new Refusal(400, "BAD_USER_INPUT", `Parameter "${name}": expected ${right}.`);
}
