import type { IncomingMessage, ServerResponse } from "node:http";
import { type Loopback, listenLoopback } from "../../support/loopback.js";

type Members = Record<string, unknown>;

/** A study as the registry sends it, with nothing but what every study has; `modules` adds to the protocol section. */
export function study(nctId: string, modules: Members = {}, rest: Members = {}): Members {
  return {
    protocolSection: {
      identificationModule: { nctId, briefTitle: `Title of ${nctId}` },
      statusModule: { overallStatus: "RECRUITING", lastUpdatePostDateStruct: { date: "2026-03-02", type: "ACTUAL" } },
      ...modules,
    },
    derivedSection: { miscInfoModule: { versionHolder: "2026-08-28" } },
    hasResults: false,
    ...rest,
  };
}

/** A loopback registry over a list of studies, with the questions that it was asked. */
export interface Registry {
  server: Loopback;
  url: string;
  studies: Members[];
  version: string;
  /** Parameters of every question to `/studies`. */
  asked(): Record<string, string>[];
  close(): Promise<void>;
}

/** Answers lists by number and pages of everything; a token is the position that it stands for. */
export async function listenRegistry(studies: Members[]): Promise<Registry> {
  const registry: Registry = {
    server: await listenLoopback((request, response) => answer(registry, request, response)),
    url: "",
    studies,
    version: "2026-08-28T09:00:06",
    asked: () =>
      registry.server.seen
        .filter((line) => line.startsWith("GET /studies"))
        .map((line) => Object.fromEntries(new URL(line.slice(4), "http://registry").searchParams)),
    close: () => registry.server.close(),
  };
  registry.url = registry.server.url;
  return registry;
}

function answer(registry: Registry, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://registry");
  const etag = `"${registry.version}"`;
  response.setHeader("etag", etag);
  if (request.headers["if-none-match"] === etag) return void response.writeHead(304).end();
  response.setHeader("content-type", "application/json");
  if (url.pathname === "/version") {
    return void response.end(JSON.stringify({ apiVersion: "2.0.5", dataTimestamp: registry.version }));
  }
  response.end(JSON.stringify(pageOf(registry.studies, url.searchParams)));
}

function pageOf(studies: Members[], query: URLSearchParams): Members {
  const ids = query.get("filter.ids")?.split(",");
  const found = ids ? studies.filter((each) => numbersOf(each).some((nctId) => ids.includes(nctId))) : studies;
  const start = Number(query.get("pageToken") ?? 0);
  const end = start + Number(query.get("pageSize") ?? 10);
  return {
    ...(query.get("countTotal") === "true" && start === 0 ? { totalCount: found.length } : {}),
    studies: found.slice(start, end),
    ...(end < found.length ? { nextPageToken: String(end) } : {}),
  };
}

function numbersOf(each: Members): string[] {
  const { nctId, nctIdAliases = [] } = (each as { protocolSection: { identificationModule: Identification } })
    .protocolSection.identificationModule;
  return [nctId, ...nctIdAliases];
}

interface Identification {
  nctId: string;
  nctIdAliases?: string[];
}
