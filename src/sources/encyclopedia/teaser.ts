import type { RichText } from "../../content/index.js";
import { escapeText } from "../../content/index.js";
import type { EncyclopediaPage } from "./types.js";

/** Most characters of a teaser. */
const LONGEST_TEASER = 300;

/** What may be shown of an article without its owner's licence: title, links, a teaser, the headings, the review date. */
export function toTeaser(page: EncyclopediaPage): EncyclopediaPage {
  return {
    ...page,
    summary: page.summary === null ? null : teaserOf(page.summary.text),
    sections: page.sections.map((section) => ({ ...section, text: null })),
    alternativeNames: null,
    images: null,
    references: null,
    reviewedBy: null,
    updatedBy: null,
    alsoReviewedBy: null,
    translatedBy: null,
  };
}

/** The first sentences of a text, as many as fit; a single sentence that is too long is cut between two words. */
export function teaserOf(text: string): RichText {
  const line = text.slice(0, LONGEST_TEASER * 4).replace(/\s+/g, " ");
  const teaser = line.length <= LONGEST_TEASER ? line : wholeSentences(line) || `${wholeWords(line)}...`;
  return { html: `<p>${escapeText(teaser)}</p>`, text: teaser };
}

function wholeSentences(line: string): string {
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter("en", { granularity: "sentence" }).segment(line)) {
    if (index + segment.trimEnd().length > LONGEST_TEASER) break;
    end = index + segment.length;
  }
  return line.slice(0, end).trimEnd();
}

function wholeWords(line: string): string {
  return line
    .slice(0, LONGEST_TEASER - 3)
    .replace(/\s\S*$/, "")
    .trimEnd();
}
