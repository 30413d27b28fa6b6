import { type CslItem, Language, toCslDate } from "../../content/index.js";
import type { EncyclopediaPage } from "./types.js";

/** An entry as a reference: a page of the encyclopedia, as of its last review, the way MedlinePlus asks to be cited. */
export function toCslItem({ articleId, title, language, url, reviewedOn }: EncyclopediaPage): CslItem {
  return {
    id: articleId,
    type: "webpage",
    title,
    author: [{ literal: "A.D.A.M. Medical Encyclopedia" }],
    "container-title": "MedlinePlus",
    publisher: "National Library of Medicine (US)",
    ...(reviewedOn === null ? {} : { issued: toCslDate(reviewedOn) }),
    URL: url,
    language: language === Language.SPANISH ? "es" : "en",
    source: "MedlinePlus",
  };
}
