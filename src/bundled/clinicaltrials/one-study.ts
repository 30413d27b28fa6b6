import type { BundledAnswer } from "../http.js";
import { withLegacyMarkup } from "./markup.js";
import { canonicalNctNumber, NCT_NUMBER } from "./nct-number.js";
import { readChoice, refuseUnknown } from "./parameters.js";
import { project, readMask } from "./projection.js";
import { badRequest, Refusal } from "./refusal.js";
import type { StudyStore } from "./study-store.js";

/** Answers `/studies/{nctId}`: the study itself, or a redirect when another number has taken its place. */
export function oneStudy(store: StudyStore, given: string, params: URLSearchParams, base: string): BundledAnswer {
  refuseUnknown(params, ["format", "markupFormat", "fields"]);
  if (!NCT_NUMBER.test(given)) throw badRequest("Parameter `nctId` has incorrect format");
  readChoice(params, "format", ["json"]);
  const isLegacy = readChoice(params, "markupFormat", ["markdown", "legacy"]) === "legacy";
  const mask = readMask(params);
  const nctId = canonicalNctNumber(given);
  const survivor = store.aliases.get(nctId);
  if (survivor !== undefined) return redirect(`${base}/studies/${survivor}`, params);
  const position = store.positions.get(nctId);
  const whole = position === undefined ? undefined : store.studies[position];
  if (whole === undefined) throw new Refusal(404, `NCT number ${nctId} not found`);
  const study = isLegacy ? withLegacyMarkup(whole) : whole;
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(mask === undefined ? study : project(study, mask)),
  };
}

function redirect(path: string, params: URLSearchParams): BundledAnswer {
  const query = params.size > 0 ? `?${params}` : "";
  return { status: 301, headers: { location: path + query }, body: "" };
}
