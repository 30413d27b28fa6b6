import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { FastifyInstance, FastifyReply } from "fastify";
import { GRAPHIQL_PAGE, GRAPHIQL_START } from "./graphiql-page.js";
import type { StoredOperation } from "./operations.js";
import { Refusal } from "./refusal.js";
import { GRAPHIQL_HEADERS } from "./security-headers.js";

const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".ttf": "font/ttf",
};

/** The operation that people should meet first. */
const FIRST = "TopicPage";

/** GraphiQL at `/` and `/graphiql`, from the files in a folder. Nothing is read before somebody opens it. */
export function registerGraphiqlRoutes(
  app: FastifyInstance,
  assets: string,
  operations: ReadonlyMap<string, StoredOperation>,
): void {
  const page = (_request: unknown, reply: FastifyReply) => sendText(reply, "text/html", GRAPHIQL_PAGE);
  app.get("/", page);
  app.get("/graphiql", page);
  app.get("/graphiql/start.js", (_request, reply) => {
    const offered = [...operations.values()].sort(
      (left, right) => Number(right.name === FIRST) - Number(left.name === FIRST),
    );
    const tabs = JSON.stringify(offered.map(({ text }) => ({ query: text })));
    return sendText(
      reply,
      "text/javascript",
      GRAPHIQL_START.replace("__TABS__", () => tabs),
    );
  });
  let names: Promise<Set<string>> | undefined;
  app.get<{ Params: { name: string } }>("/graphiql/assets/:name", async (request, reply) => {
    names ??= readdir(assets).then(
      (found) => new Set(found),
      () => new Set(),
    );
    const { name } = request.params;
    const type = TYPES[extname(name)];
    // Only names that the folder lists are opened, so no path can lead out of it.
    if (!type || !(await names).has(name)) throw new Refusal(404, "NOT_FOUND", "GraphiQL has no such file.");
    return sendAsset(reply, type, assets, name, await names, request.headers["accept-encoding"] ?? "");
  });
}

async function sendAsset(
  reply: FastifyReply,
  type: string,
  folder: string,
  name: string,
  names: ReadonlySet<string>,
  acceptEncoding: string,
): Promise<FastifyReply> {
  const compressed = /\bgzip\b/.test(acceptEncoding) && names.has(`${name}.gz`);
  if (compressed) reply.header("content-encoding", "gzip");
  const bytes = await readFile(join(folder, compressed ? `${name}.gz` : name));
  return reply
    .headers(GRAPHIQL_HEADERS)
    .header("content-type", type)
    .header("cache-control", "public, max-age=86400")
    .header("vary", "accept-encoding")
    .send(bytes);
}

function sendText(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply
    .headers(GRAPHIQL_HEADERS)
    .header("content-type", `${type}; charset=utf-8`)
    .header("cache-control", "no-cache")
    .send(text);
}
