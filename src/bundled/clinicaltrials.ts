import { createCorpus } from "./clinicaltrials/corpus.js";
import { enumerations, metadata, searchAreas } from "./clinicaltrials/data-model.js";
import { oneStudy } from "./clinicaltrials/one-study.js";
import { refuseUnknown } from "./clinicaltrials/parameters.js";
import { Refusal } from "./clinicaltrials/refusal.js";
import { listSizeStatistics, sizeStatistics, valueStatistics } from "./clinicaltrials/statistics.js";
import { listStudies } from "./clinicaltrials/study-list.js";
import type { Library } from "./clinicaltrials/study-search.js";
import { loadStudies } from "./clinicaltrials/study-store.js";
import type { BundledAnswer, BundledHandler, BundledRequest } from "./http.js";

const BASE = "/api/v2";
const API_VERSION = "2.0.5";

type Route = (library: Library, params: URLSearchParams) => BundledAnswer;

const ROUTES: Record<string, Route> = {
  "/version": fixed([], ({ store }) => ({ apiVersion: API_VERSION, dataTimestamp: store.dataTimestamp })),
  "/studies": listStudies,
  "/studies/metadata": fixed(["includeIndexedOnly", "includeHistoricOnly"], metadata),
  "/studies/search-areas": fixed([], searchAreas),
  "/studies/enums": fixed([], enumerations),
  "/stats/size": fixed([], ({ store }) => sizeStatistics(store)),
  "/stats/field/values": fixed(["types", "fields"], ({ corpus }, params) => valueStatistics(corpus, params)),
  "/stats/field/sizes": fixed(["fields"], ({ corpus }, params) => listSizeStatistics(corpus, params)),
};

/**
 * Answers as version 2 of the ClinicalTrials.gov API does, from a folder with one `NCT########.json` per study.
 * What is left out: `json.zip`, `fhir.json` and `ris`, synonyms, stemming beyond plurals, and the service's own ranking,
 * of which only the weights of the search areas are known. `now` dates the data only when no study does. Rejects when a study cannot be read.
 */
export async function clinicalTrialsHandler(
  folder: string,
  now: () => Date,
): Promise<{ handler: BundledHandler; count: number }> {
  const store = await loadStudies(folder, now);
  const library: Library = { store, corpus: createCorpus(store.studies) };
  return {
    handler: (request) => withEntityTag(answer(library, request), store.etag, request),
    count: store.studies.length,
  };
}

function answer(library: Library, request: BundledRequest): BundledAnswer {
  try {
    if (request.method !== "GET" && request.method !== "HEAD") throw new Refusal(405, "Method Not Allowed");
    const path = request.path.startsWith(BASE) ? request.path.slice(BASE.length) : request.path;
    const route = ROUTES[path];
    if (route !== undefined) return route(library, request.params);
    const nctId = /^\/studies\/([^/]+)$/.exec(path)?.[1];
    if (nctId === undefined) throw new Refusal(404, "Not Found");
    return oneStudy(library.store, nctId, request.params, BASE);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { status: refusal.status, headers: { "content-type": "text/plain; charset=UTF-8" }, body: refusal.message };
  }
}

// The service has one entity tag for the whole data set, whatever the address, and sends no other word on caching.
function withEntityTag(answered: BundledAnswer, etag: string, request: BundledRequest): BundledAnswer {
  const headers = { ...answered.headers, "access-control-allow-origin": "*", etag };
  const known = request.headers["if-none-match"]?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (answered.status === 200 && known?.some((tag) => tag === etag || tag === "*")) {
    return { status: 304, headers: { "access-control-allow-origin": "*", etag }, body: "" };
  }
  return { ...answered, headers };
}

function fixed(known: readonly string[], body: (library: Library, params: URLSearchParams) => unknown): Route {
  return (library, params) => {
    refuseUnknown(params, known);
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body(library, params)),
    };
  };
}
