/** Who stands behind a text and since when. */
export interface Review {
  reviewedOn: string | null;
  reviewedBy: string | null;
  updatedBy: string | null;
  alsoReviewedBy: string | null;
  translatedBy: string | null;
}

const DATE = /(\d{1,2})\/(\d{1,2})\/(\d{4})/;
const TRANSLATED = /Traducci[oó]n(?: y localizaci[oó]n)? realizada por:?\s*/i;
const ALSO = /(?:Also reviewed by|Tambi[eé]n revisad[oa] por):?\s*/i;
const UPDATED = /^(?:Updated by|Reviewed by|(?:Versi[oó]n en ingl[eé]s )?(?:revisada|actualizad[oa]) por):?\s*/i;
const DATE_LINE = /^(?:(?:review|update|last reviewed|version)\b.*?|.*revisi[oó]n:?\s*)\d{1,2}\/\d{1,2}\/\d{4}\s*/i;

/**
 * Reads a review's heading (`Review Date 10/9/2024`, `Ultima revisión 11/9/2021`) and the text under it.
 * Where a date stands in the text instead, as on older pages, it is found there.
 */
export function readReview(heading: string, text: string): Review {
  const people = text.replace(/\s+/g, " ").trim().replace(DATE_LINE, "");
  const [original = "", translatedBy = ""] = people.split(TRANSLATED);
  const [updatedBy = "", alsoReviewedBy = ""] = original.replace(UPDATED, "").split(ALSO);
  return {
    reviewedOn: dateIn(heading) ?? dateIn(text),
    reviewedBy: people || null,
    updatedBy: updatedBy.trim() || null,
    alsoReviewedBy: alsoReviewedBy.trim() || null,
    translatedBy: translatedBy.trim() || null,
  };
}

/** Month before day, without leading zeros: Spanish pages have it the same way. */
function dateIn(text: string): string | null {
  const [, month = "", day = "", year = ""] = DATE.exec(text) ?? [];
  if (year === "" || Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return null;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
