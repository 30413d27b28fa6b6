import type { XmlNode } from "../../../upstream/index.js";
import type { Affiliation, Author } from "../types/author.js";
import { inlineText } from "./inline.js";

/**
 * The authors in a list, in printed order. One marked `ValidYN="N"` is a superseded spelling of another and is left out,
 * and so is an entry without any name.
 */
export function authorsIn(list: XmlNode | undefined, element = "Author"): Author[] {
  return (list?.all(element) ?? [])
    .filter((node) => node.attributes.ValidYN !== "N")
    .map(authorOf)
    .filter((author) => author !== null);
}

function authorOf(node: XmlNode): Author | null {
  const lastName = inlineText(node.one("LastName"));
  const foreName = inlineText(node.one("ForeName")) ?? inlineText(node.one("FirstName"));
  const initials = inlineText(node.one("Initials"));
  const suffix = inlineText(node.one("Suffix"));
  const collectiveName = inlineText(node.one("CollectiveName"));
  const displayName = collectiveName ?? joined(foreName ?? initials, lastName, suffix);
  if (displayName === null) return null;
  return {
    displayName,
    citationName: collectiveName ?? joined(lastName, initials, suffix) ?? displayName,
    lastName,
    foreName,
    initials,
    suffix,
    collectiveName,
    orcid: orcidOf(node),
    affiliations: node
      .all("AffiliationInfo")
      .map(affiliationOf)
      .filter((affiliation) => affiliation.text !== ""),
    equalContribution: node.attributes.EqualContrib === "Y",
  };
}

function joined(...parts: (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(" ") || null;
}

/** ORCID iDs come bare, as https and http addresses, and as sixteen digits without hyphens: one form for all. */
function orcidOf(node: XmlNode): string | null {
  for (const identifier of node.all("Identifier")) {
    const digits = identifier
      .text()
      .toUpperCase()
      .replace(/[^0-9X]/g, "");
    if (identifier.attributes.Source === "ORCID" && /^\d{15}[\dX]$/.test(digits)) {
      return digits.replace(/(.{4})(?=.)/g, "$1-");
    }
  }
  return null;
}

function affiliationOf(node: XmlNode): Affiliation {
  return {
    text: withoutEmail(inlineText(node.one("Affiliation")) ?? ""),
    identifiers: node.all("Identifier").map((identifier) => ({
      registry: identifier.attributes.Source ?? "",
      value: identifier.words() ?? "",
    })),
  };
}

/**
 * One affiliation in ten holds an e-mail address. Authors gave it for letters about the article, not for lists of
 * addresses that an API makes easy to collect, so it is left out.
 */
function withoutEmail(text: string): string {
  return withoutAddresses(text)
    .replace(/\s+([.;,])/g, "$1")
    .replace(/[\s;,]+$/, "");
}

function withoutAddresses(text: string): string {
  if (!text.includes("@")) return text;
  return text.replace(
    /(?:[.;,]?\s*(?:Electronic address|E-?mails?|Corresponding author)\s*:?)?\s*[^\s;,<>()]+@[^\s;,<>()]+\.[^\s;,<>()]+/gi,
    "",
  );
}
