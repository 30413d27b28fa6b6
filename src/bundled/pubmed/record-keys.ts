import { plainText, searchable } from "./ascii.js";
import { attribute, type Element, elements, first } from "./scan.js";

/** What a record is filed under, field by field; compared whole, in searchable() form without the outer blanks. */
export interface RecordKeys {
  authors: string[];
  journals: string[];
  mesh: string[];
  majorMesh: string[];
  subheadings: string[];
  publicationTypes: string[];
  languages: string[];
  keywords: string[];
  substances: string[];
  registryNumbers: string[];
  accessions: string[];
  grants: string[];
  identifiers: string[];
  subsets: string[];
  volumes: string[];
  issues: string[];
  pages: string[];
  countries: string[];
}

/** The form in which a key is stored and asked for. */
export function keyOf(text: string): string {
  return searchable(text).trim();
}

const keysIn = (xml: string, name: string): string[] => elements(xml, name).map(({ inner }) => keyOf(plainText(inner)));

function authorKeys(author: Element): string[] {
  const last = plainText(first(author.inner, "LastName"));
  if (!last) return keysIn(author.inner, "CollectiveName");
  const fore = plainText(first(author.inner, "ForeName"));
  return [`${last} ${plainText(first(author.inner, "Initials"))}`, `${last} ${fore}`, `${fore} ${last}`].map(keyOf);
}

interface MeshKeys {
  mesh: string[];
  majorMesh: string[];
  subheadings: string[];
}

/** A heading is major when it or any of its qualifiers says so; `heading/qualifier` is a key as well. */
function meshKeys(head: string): MeshKeys {
  const found: MeshKeys = { mesh: [], majorMesh: [], subheadings: [] };
  for (const { inner } of elements(head, "MeshHeading")) {
    const descriptor = elements(inner, "DescriptorName")[0];
    if (!descriptor) continue;
    const name = keyOf(plainText(descriptor.inner));
    const names = [name, attribute(descriptor.attributes, "UI").toLowerCase()].filter(Boolean);
    found.mesh.push(...names);
    if (inner.includes('MajorTopicYN="Y"')) found.majorMesh.push(...names);
    for (const qualifier of elements(inner, "QualifierName")) {
      const qualified = keyOf(plainText(qualifier.inner));
      found.subheadings.push(qualified);
      found.mesh.push(`${name}/${qualified}`);
      if (attribute(qualifier.attributes, "MajorTopicYN") === "Y") found.majorMesh.push(`${name}/${qualified}`);
    }
  }
  return found;
}

function ownIdentifiers(head: string): Element[] {
  const list = elements(head, "ArticleIdList").map(({ inner }) => inner);
  return [...elements(list.join(""), "ArticleId"), ...elements(head, "ELocationID")];
}

function subsetsOf(head: string, identifiers: Element[], publicationTypes: string[]): string[] {
  const status = (/<MedlineCitation\s[^>]*Status="([^"]+)"/.exec(head)?.[1] ?? "").toLowerCase();
  const has = (kind: string) => identifiers.some(({ attributes }) => attributes.includes(`"${kind}"`));
  const title = plainText(first(head, "ArticleTitle")).toLowerCase();
  const isBook = head.startsWith("<PubmedBookArticle");
  const named: [string, boolean][] = [
    ["hasabstract", head.includes("<AbstractText")],
    ["free full text", has("pmc") || isBook],
    ["full text", has("pmc") || has("doi") || isBook],
    ["pubmed pmc", has("pmc")],
    ["systematic", publicationTypes.includes("systematic review") || title.includes("systematic review")],
    ["pubmed books", isBook],
    [keyOf(status.replaceAll("-", "")), status !== ""],
  ];
  return named.filter(([, applies]) => applies).map(([name]) => name);
}

/** Collects the keys of one record; `head` is the record without its reference lists. */
export function keysOf(head: string): RecordKeys {
  const identifiers = ownIdentifiers(head);
  const publicationTypes = keysIn(head, "PublicationType");
  const authors = elements(head, "Author").filter(({ attributes }) => !attributes.includes('ValidYN="N"'));
  const journal = first(head, "MedlineJournalInfo") + first(head, "Journal");
  return {
    ...meshKeys(head),
    authors: authors.flatMap(authorKeys),
    journals: ["MedlineTA", "ISOAbbreviation", "Title", "ISSN", "ISSNLinking", "NlmUniqueID"].flatMap((name) =>
      keysIn(journal, name),
    ),
    publicationTypes,
    languages: keysIn(head, "Language"),
    keywords: keysIn(head, "Keyword"),
    substances: keysIn(head, "NameOfSubstance"),
    registryNumbers: keysIn(head, "RegistryNumber").filter((number) => number !== "0"),
    accessions: keysIn(head, "AccessionNumber"),
    grants: [...keysIn(head, "GrantID"), ...keysIn(head, "Agency")],
    identifiers: identifiers.map(({ inner }) => keyOf(plainText(inner))),
    subsets: subsetsOf(head, identifiers, publicationTypes),
    volumes: keysIn(head, "Volume"),
    issues: keysIn(head, "Issue"),
    pages: [...keysIn(head, "MedlinePgn"), ...keysIn(head, "StartPage")],
    countries: keysIn(first(head, "MedlineJournalInfo"), "Country"),
  };
}
