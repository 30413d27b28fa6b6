import type { MeshHeading } from "../../../content/index.js";
import type { XmlNode } from "../../../upstream/index.js";
import type { Chemical, Grant, PublicationType, SupplementaryConcept } from "../types/indexing.js";
import { inlineText } from "./inline.js";

/**
 * The headings under which NLM filed a record.
 *
 * A heading is a main topic if its descriptor says so or any of its qualifiers does: two thirds of the main topics are
 * marked only on a qualifier. A heading without an id (answers of 2008) cannot be joined with anything and is left out.
 */
export function meshHeadings(list: XmlNode | undefined): MeshHeading[] {
  return (list?.all("MeshHeading") ?? []).flatMap((node) => {
    const descriptor = node.one("DescriptorName");
    const term = termOf(descriptor);
    if (!term) return [];
    const qualifiers = node.all("QualifierName").flatMap((qualifier) => {
      const aspect = termOf(qualifier);
      return aspect ? [{ ...aspect, isMajorTopic: isMajor(qualifier) }] : [];
    });
    return [
      {
        descriptor: term,
        qualifiers,
        isMajorTopic: isMajor(descriptor) || qualifiers.some((qualifier) => qualifier.isMajorTopic),
      },
    ];
  });
}

/** Kinds of article. A book has them as direct children, an article in a list. */
export function publicationTypes(parent: XmlNode | undefined): PublicationType[] {
  return (parent?.all("PublicationType") ?? []).flatMap(namedOf);
}

/** Substances. The registry number `0` means that there is none. */
export function chemicals(list: XmlNode | undefined): Chemical[] {
  return (list?.all("Chemical") ?? []).flatMap((node) => {
    const number = node.one("RegistryNumber")?.words() ?? null;
    return namedOf(node.one("NameOfSubstance")).map((named) => ({
      ...named,
      registryNumber: number === "0" ? null : number,
    }));
  });
}

export function supplementaryConcepts(list: XmlNode | undefined): SupplementaryConcept[] {
  return (list?.all("SupplMeshName") ?? []).flatMap((node) =>
    namedOf(node).map((named) => ({ ...named, kind: node.attributes.Type ?? null })),
  );
}

/** Grants; an entry with neither a number nor an agency says nothing. */
export function grants(list: XmlNode | undefined): Grant[] {
  return (list?.all("Grant") ?? [])
    .map((node) => ({
      grantId: wordsOnce(node.one("GrantID")),
      agency: wordsOnce(node.one("Agency")),
      acronym: wordsOnce(node.one("Acronym")),
      country: wordsOnce(node.one("Country")),
    }))
    .filter((grant) => grant.grantId !== null || grant.agency !== null);
}

/** Keywords of all lists: authors' and NLM's. */
export function keywords(lists: readonly XmlNode[]): string[] {
  return lists.flatMap((list) => list.all("Keyword").flatMap((node) => inlineText(node) ?? []));
}

/** Grants come escaped twice (`R&amp;D` after decoding): read once more. */
function wordsOnce(node: XmlNode | undefined): string | null {
  return node?.words()?.replace(/&amp;/g, "&").replace(/&lt;/g, "<").replace(/&gt;/g, ">") ?? null;
}

function termOf(node: XmlNode | undefined): { id: string; name: string } | null {
  const id = node?.attributes.UI;
  const name = node?.words();
  return id && name ? { id, name } : null;
}

function namedOf(node: XmlNode | undefined): { id: string | null; name: string }[] {
  const name = inlineText(node);
  return name === null ? [] : [{ id: node?.attributes.UI || null, name }];
}

function isMajor(node: XmlNode | undefined): boolean {
  return node?.attributes.MajorTopicYN === "Y";
}
