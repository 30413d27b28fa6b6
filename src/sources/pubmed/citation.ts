import { type CslItem, type CslName, pagesInFull, toCslDate } from "../../content/index.js";
import type { Author } from "./types/author.js";
import type { JournalArticle } from "./types.js";

/** An article as a reference. What the record does not have is left out, not empty. */
export function toCslItem(article: JournalArticle): CslItem {
  const { book, journal, pmid } = article;
  const date = article.publishedOn ?? article.electronicPublishedOn;
  const common = present<CslItem>({
    id: pmid,
    type: book ? "chapter" : "article-journal",
    // The full stop belongs to PubMed's style; each style puts its own.
    title: article.title?.text.replace(/\.$/, ""),
    author: article.authors.length > 0 ? article.authors.map(toCslName) : undefined,
    volume: article.volume,
    issue: article.issue,
    page: article.pages && pagesInFull(article.pages),
    issued: date && toCslDate(date),
    DOI: article.doi,
    PMID: pmid,
    PMCID: article.pmcId,
    URL: book?.url ?? article.url,
    language: article.languages[0],
    status: article.isRetracted ? "Retracted" : undefined,
    source: "PubMed",
  });
  const container = present<Partial<CslItem>>({
    "container-title": journal?.title ?? book?.title?.text,
    "container-title-short": journal?.isoAbbreviation ?? journal?.medlineAbbreviation,
    ISSN: journal?.issn,
    editor: book && book.editors.length > 0 ? book.editors.map(toCslName) : undefined,
    publisher: book?.publisher,
    "publisher-place": book?.publisherLocation,
    edition: book?.edition,
    ISBN: book?.isbns[0],
  });
  return { ...common, ...container };
}

function toCslName({ collectiveName, lastName, foreName, initials, suffix, displayName }: Author): CslName {
  if (collectiveName !== null || lastName === null) return { literal: collectiveName ?? displayName };
  return present<CslName>({ family: lastName, given: foreName ?? initials, suffix });
}

/** The members that have a value. */
function present<T extends object>(members: { [K in keyof T]: T[K] | null | undefined | "" }): T {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined && value !== ""),
  ) as T;
}
