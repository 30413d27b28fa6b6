import type { FiledField } from "./collection.js";
import type { PubmedRecord } from "./record.js";

/** How a field is searched: words in running text, a key as a whole, a date, or one of the special cases. */
export type Field = { name: string } & (
  | { kind: "words"; parts: readonly ("title" | "abstract" | "affiliations" | "everythingElse")[] }
  | { kind: "key"; filed: FiledField }
  | { kind: "author"; only: "any" | "first" | "last" }
  | { kind: "date"; dates: (record: PubmedRecord) => number[] }
  | { kind: "pmid" }
);

const key = (name: string, filed: FiledField): Field => ({ name, kind: "key", filed });

export const ALL_FIELDS: Field = {
  name: "All Fields",
  kind: "words",
  parts: ["title", "abstract", "affiliations", "everythingElse"],
};
export const MESH_TERMS = key("MeSH Terms", "explodedMesh");
export const JOURNAL = key("Journal", "journals");
export const AUTHOR: Field = { name: "Author", kind: "author", only: "any" };
export const SUBSET = key("Filter", "subsets");

const date = (name: string, dates: (record: PubmedRecord) => number[]): Field => ({ name, kind: "date", dates });

/** Every field with the tags that name it: the short ones, einfo's name and its long name; all compared in lower case. */
const TABLE: readonly [Field, string][] = [
  [ALL_FIELDS, "all|all fields"],
  [{ name: "Title/Abstract", kind: "words", parts: ["title", "abstract"] }, "tiab|title/abstract|abstract/title"],
  [{ name: "Title", kind: "words", parts: ["title"] }, "ti|titl|title"],
  [{ name: "Abstract", kind: "words", parts: ["abstract"] }, "ab|abstract"],
  [
    { name: "Text Word", kind: "words", parts: ["title", "abstract", "everythingElse"] },
    "tw|word|text word|text words",
  ],
  [{ name: "Affiliation", kind: "words", parts: ["affiliations"] }, "ad|affl|affiliation"],
  [MESH_TERMS, "mh|mesh|mesh terms|mesh:exp|mh:exp"],
  [key("MeSH Terms:noexp", "mesh"), "mh:noexp|mesh:noexp|mesh terms:noexp"],
  [key("MeSH Major Topic", "explodedMajorMesh"), "majr|mesh major topic|majr:exp"],
  [key("MeSH Major Topic:noexp", "majorMesh"), "majr:noexp|mesh major topic:noexp"],
  [key("MeSH Subheading", "subheadings"), "sh|subh|mesh subheading|subheading"],
  [key("Publication Type", "publicationTypes"), "pt|ptyp|publication type"],
  [key("Language", "languages"), "la|lang|language"],
  [AUTHOR, "au|auth|author|full|fau|full author name|author - full"],
  [{ name: "Author - First", kind: "author", only: "first" }, "1au|faut|first author|author - first"],
  [{ name: "Author - Last", kind: "author", only: "last" }, "lastau|laut|last author|author - last"],
  [{ name: "Author - Corporate", kind: "author", only: "any" }, "cn|coln|corporate author|author - corporate"],
  [JOURNAL, "ta|jour|journal|is|so"],
  [key("Other Term", "keywords"), "ot|otrm|other term|other terms"],
  [key("Supplementary Concept", "substances"), "nm|subs|supplementary concept|pharmacological action|pa"],
  [key("EC/RN Number", "registryNumbers"), "rn|ecno|ec/rn number"],
  [key("Secondary Source ID", "accessions"), "si|secondary source id"],
  [key("Grants and Funding", "grants"), "gr|grnt|grant number|grants and funding"],
  [key("Article Identifier", "identifiers"), "aid|lid|pid|doi|pmc|pmcid|article identifier|location id"],
  [SUBSET, "sb|filt|filter|subset|text"],
  [key("Volume", "volumes"), "vi|vol|volume"],
  [key("Issue", "issues"), "ip|iss|issue"],
  [key("Pagination", "pages"), "pg|page|pagination"],
  [key("Place of Publication", "countries"), "pl|cnty|country|place of publication"],
  [{ name: "UID", kind: "pmid" }, "pmid|uid"],
  [
    date("Date - Publication", (record) => [record.printed, record.electronic]),
    "dp|pdat|date - publication|publication date",
  ],
  [date("Print Publication Date", (record) => [record.printed]), "ppdt|ppdat|print publication date"],
  [date("Electronic Publication Date", (record) => [record.electronic]), "epdt|epdat|electronic publication date"],
  [date("Date - Entry", (record) => [record.entrez]), "edat|date - entry|date - entrez|entrez date|entry date"],
  [date("Date - Create", (record) => [record.created]), "crdt|cdat|date - create|create date"],
  [date("Date - MeSH", (record) => [record.indexed]), "mhda|date - mesh|mesh date"],
  [date("Date - Modification", (record) => [record.revised]), "lr|mdat|date - modification|modification date"],
];

const BY_TAG = new Map(TABLE.flatMap(([field, tags]) => tags.split("|").map((tag) => [tag, field] as const)));

/** The field that a tag names, however it is written; undefined when there is none. */
export function fieldOf(tag: string): Field | undefined {
  return BY_TAG.get(tag.trim().toLowerCase().replace(/\s+/g, " "));
}
