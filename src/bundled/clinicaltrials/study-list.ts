import type { BundledAnswer } from "../http.js";
import { readColumns, writeTable } from "./csv-table.js";
import { withLegacyMarkup } from "./markup.js";
import { readPageToken, writePageToken } from "./page-token.js";
import { LIST_PARAMETERS, readChoice, readPageSize, refuseUnknown } from "./parameters.js";
import { project, readMask } from "./projection.js";
import { sortHits } from "./sorting.js";
import type { JsonObject } from "./study-json.js";
import { findStudies, type Library } from "./study-search.js";

interface Page {
  studies: readonly JsonObject[];
  /** Only asked for and given on the first page. */
  total?: number;
  nextToken?: string;
  isFirst: boolean;
}

/** Answers `/studies`: one page of the studies that match. Throws a refusal for a parameter it cannot read. */
export function listStudies(library: Library, params: URLSearchParams): BundledAnswer {
  refuseUnknown(params, LIST_PARAMETERS);
  return readChoice(params, "format", ["json", "csv"]) === "csv" ? csvPage(library, params) : jsonPage(library, params);
}

function jsonPage(library: Library, params: URLSearchParams): BundledAnswer {
  const isLegacy = readChoice(params, "markupFormat", ["markdown", "legacy"]) === "legacy";
  const mask = readMask(params);
  const { studies, total, nextToken } = readPage(library, params);
  const lines = studies.map((whole) => {
    const study = isLegacy ? withLegacyMarkup(whole) : whole;
    return JSON.stringify(mask === undefined ? study : project(study, mask));
  });
  const head = total === undefined ? "" : `"totalCount":${total},`;
  const tail = nextToken === undefined ? "" : `,"nextPageToken":"${nextToken}"`;
  const list = lines.length === 0 ? "[ ]" : `[\n${lines.join(",\n")}\n]`;
  return { status: 200, headers: { "content-type": "application/json" }, body: `{${head}"studies":${list}${tail}}` };
}

function csvPage(library: Library, params: URLSearchParams): BundledAnswer {
  const columns = readColumns(params);
  const { studies, total, nextToken, isFirst } = readPage(library, params);
  return {
    status: 200,
    headers: {
      "content-type": "text/csv",
      ...(nextToken !== undefined && { "x-next-page-token": nextToken }),
      ...(total !== undefined && { "x-total-count": String(total) }),
    },
    body: writeTable(studies, columns, isFirst),
  };
}

function readPage(library: Library, params: URLSearchParams): Page {
  const countsTotal = readChoice(params, "countTotal", ["false", "true"]) === "true";
  const start = readPageToken(params);
  const end = start + readPageSize(params);
  const hits = sortHits(findStudies(library, params), params, library.corpus);
  const isFirst = start === 0;
  return {
    studies: hits.slice(start, end).map(({ row }) => library.store.studies[row] ?? {}),
    ...(countsTotal && isFirst && { total: hits.length }),
    ...(end < hits.length && { nextToken: writePageToken(end) }),
    isFirst,
  };
}
