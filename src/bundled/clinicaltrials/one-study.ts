import type { BundledAnswer } from "../http.js";
import { readColumns, writeTable } from "./csv-table.js";
import { withLegacyMarkup } from "./markup.js";
import { canonicalNctNumber, NCT_NUMBER } from "./nct-number.js";
import { readChoice, refuseUnknown } from "./parameters.js";
import { project, readMask } from "./projection.js";
import { badRequest, Refusal } from "./refusal.js";
import type { JsonObject } from "./study-json.js";
import type { StudyStore } from "./study-store.js";

/** Answers `/studies/{nctId}`: the study itself, or a redirect when another number has taken its place. */
export function oneStudy(store: StudyStore, given: string, params: URLSearchParams, base: string): BundledAnswer {
  refuseUnknown(params, ["format", "markupFormat", "fields"]);
  if (!NCT_NUMBER.test(given)) throw badRequest("Parameter `nctId` has incorrect format");
  const write = readChoice(params, "format", ["json", "csv"]) === "csv" ? csvWriter(params) : jsonWriter(params);
  const nctId = canonicalNctNumber(given);
  const survivor = store.aliases.get(nctId);
  if (survivor !== undefined) return redirect(`${base}/studies/${survivor}`, params);
  const position = store.positions.get(nctId);
  const study = position === undefined ? undefined : store.studies[position];
  if (study === undefined) throw new Refusal(404, `NCT number ${nctId} not found`);
  return write(study);
}

function jsonWriter(params: URLSearchParams): (study: JsonObject) => BundledAnswer {
  const isLegacy = readChoice(params, "markupFormat", ["markdown", "legacy"]) === "legacy";
  const mask = readMask(params);
  return (whole) => {
    const study = isLegacy ? withLegacyMarkup(whole) : whole;
    const body = JSON.stringify(mask === undefined ? study : project(study, mask));
    return { status: 200, headers: { "content-type": "application/json" }, body };
  };
}

function csvWriter(params: URLSearchParams): (study: JsonObject) => BundledAnswer {
  const columns = readColumns(params);
  return (study) => ({
    status: 200,
    headers: { "content-type": "text/csv" },
    body: writeTable([study], columns, true),
  });
}

function redirect(path: string, params: URLSearchParams): BundledAnswer {
  const query = params.size > 0 ? `?${params}` : "";
  return { status: 301, headers: { location: path + query }, body: "" };
}
