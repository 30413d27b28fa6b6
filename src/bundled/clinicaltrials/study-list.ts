import type { BundledAnswer } from "../http.js";
import { withLegacyMarkup } from "./markup.js";
import { readPageToken, writePageToken } from "./page-token.js";
import { LIST_PARAMETERS, readChoice, readPageSize, refuseUnknown } from "./parameters.js";
import { project, readMask } from "./projection.js";
import { sortHits } from "./sorting.js";
import { findStudies, type Library } from "./study-search.js";

/** Answers `/studies`: one page of the studies that match. Throws a refusal for a parameter it cannot read. */
export function listStudies(library: Library, params: URLSearchParams): BundledAnswer {
  refuseUnknown(params, LIST_PARAMETERS);
  readChoice(params, "format", ["json"]);
  const isLegacy = readChoice(params, "markupFormat", ["markdown", "legacy"]) === "legacy";
  const countsTotal = readChoice(params, "countTotal", ["false", "true"]) === "true";
  const pageSize = readPageSize(params);
  const start = readPageToken(params);
  const mask = readMask(params);
  const hits = sortHits(findStudies(library, params), params, library.corpus);
  const lines = hits.slice(start, start + pageSize).map(({ row }) => {
    const whole = library.store.studies[row] ?? {};
    const study = isLegacy ? withLegacyMarkup(whole) : whole;
    return JSON.stringify(mask === undefined ? study : project(study, mask));
  });
  const total = countsTotal && start === 0 ? `"totalCount":${hits.length},` : "";
  const end = start + pageSize;
  const token = end < hits.length ? `,"nextPageToken":"${writePageToken(end)}"` : "";
  const studies = lines.length === 0 ? "[ ]" : `[\n${lines.join(",\n")}\n]`;
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: `{${total}"studies":${studies}${token}}`,
  };
}
