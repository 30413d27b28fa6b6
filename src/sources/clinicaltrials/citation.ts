import { type CslItem, toCslDate } from "../../content/index.js";
import type { ClinicalTrial } from "./types.js";

/** A study as a reference: a page of the registry, by its sponsor, as of its last change. */
export function toCslItem(trial: ClinicalTrial): CslItem {
  const date = trial.lastUpdatedOn ?? trial.firstPostedOn;
  return {
    id: trial.nctId,
    type: "webpage",
    title: `${trial.title} (${trial.nctId})`,
    ...(trial.leadSponsor ? { author: [{ literal: trial.leadSponsor.name }] } : {}),
    "container-title": "ClinicalTrials.gov",
    publisher: "U.S. National Library of Medicine",
    ...(date === null ? {} : { issued: toCslDate(date) }),
    URL: trial.url,
    language: "en",
    source: "ClinicalTrials.gov",
  };
}
