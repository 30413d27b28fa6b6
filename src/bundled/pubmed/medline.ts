import { plainText } from "./ascii.js";
import type { PubmedRecord } from "./record.js";
import { attribute, elements, first, withoutReferences } from "./scan.js";

const WIDTH = 88;
const INDENT = "      ";

/** One field: the tag padded to four, continuation lines after six blanks. */
function field(tag: string, value: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of value.split(" ")) {
    if (line && line.length + 1 + word.length > WIDTH - INDENT.length) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return `${tag.padEnd(4)}- ${[...lines, line].join(`\n${INDENT}`)}\n`;
}

function fields(tag: string, xml: string, name: string): string {
  return elements(xml, name)
    .map(({ inner }) => field(tag, plainText(inner)))
    .join("");
}

function authors(head: string): string {
  return elements(first(head, "AuthorList"), "Author")
    .map(({ inner }) => {
      const [last, fore, initials] = ["LastName", "ForeName", "Initials"].map((name) => plainText(first(inner, name)));
      if (!last) return fields("CN", inner, "CollectiveName");
      return `${field("FAU", `${last}, ${fore}`)}${field("AU", `${last} ${initials}`)}${fields("AD", inner, "Affiliation")}`;
    })
    .join("");
}

function locations(head: string): string {
  return elements(head, "ELocationID")
    .map(({ attributes, inner }) => field("LID", `${plainText(inner)} [${attribute(attributes, "EIdType")}]`))
    .join("");
}

function headings(head: string): string {
  return elements(head, "MeshHeading")
    .map(({ inner }) => {
      const names = [...elements(inner, "DescriptorName"), ...elements(inner, "QualifierName")];
      const starred = names.map(
        ({ attributes, inner: name }) => (attribute(attributes, "MajorTopicYN") === "Y" ? "*" : "") + plainText(name),
      );
      return field("MH", starred.join("/"));
    })
    .join("");
}

function abstractOf(head: string): string {
  const parts = elements(head, "AbstractText").map(({ attributes, inner }) => {
    const label = attribute(attributes, "Label");
    return label ? `${label}: ${plainText(inner)}` : plainText(inner);
  });
  return parts.join(" ");
}

/** The record in the MEDLINE format, with a blank line before it. */
export function medlineText(record: PubmedRecord): string {
  const head = withoutReferences(record.xml.toString("latin1"));
  const issue = first(head, "JournalIssue");
  const abstract = abstractOf(head);
  return [
    `\n${field("PMID", record.pmid)}`,
    fields("VI", issue, "Volume"),
    fields("IP", issue, "Issue"),
    field("DP", plainText(first(issue || head, "PubDate").replaceAll("><", "> <"))),
    fields("TI", head, "ArticleTitle"),
    fields("PG", head, "MedlinePgn"),
    locations(head),
    abstract && field("AB", abstract),
    authors(head),
    fields("LA", head, "Language"),
    fields("PT", head, "PublicationType"),
    fields("TA", head, "MedlineTA"),
    fields("JT", first(head, "Journal"), "Title"),
    fields("JID", head, "NlmUniqueID"),
    headings(head),
    fields("OT", head, "Keyword"),
    field("SO", plainText(first(head, "MedlineTA"))),
  ].join("");
}

/** The record as plain text for people. */
export function abstractText(record: PubmedRecord): string {
  const head = withoutReferences(record.xml.toString("latin1"));
  const source = plainText(first(head, "MedlineTA") || first(head, "BookTitle"));
  const parts = [source, plainText(first(head, "ArticleTitle")), abstractOf(head), `PMID: ${record.pmid}`];
  return `1. ${parts.filter(Boolean).join("\n\n")}\n\n`;
}
