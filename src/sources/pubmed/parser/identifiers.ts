import type { XmlNode } from "../../../upstream/index.js";
import type { OtherId } from "../types/status.js";

export interface Identifiers {
  doi: string | null;
  pmcId: string | null;
  pii: string | null;
  otherIds: OtherId[];
}

/** Kinds with a field of their own, and the ones that repeat such a field in another spelling. */
const NAMED = new Set(["pubmed", "pmid", "doi", "pii", "pmc", "pmcid", "pmcpid"]);

/**
 * The record's own identifiers.
 *
 * A DOI can stand in the record's id list, among its electronic locations, in both, or in neither; locations are chosen by
 * kind, because their order varies. References carry lists of the same name: only the list given here is read.
 */
export function identifiersOf(
  idList: XmlNode | undefined,
  locations: readonly XmlNode[],
  extra: readonly XmlNode[],
): Identifiers {
  const ids = (idList?.all("ArticleId") ?? []).flatMap((node) => {
    const value = node.words();
    return value === null ? [] : [{ kind: node.attributes.IdType ?? "pubmed", value }];
  });
  const listed = (kind: string) => ids.find((id) => id.kind === kind)?.value ?? null;
  return {
    doi: listed("doi") ?? locationOf(locations, "doi"),
    pmcId: pmcIdOf(listed("pmc") ?? listed("pmcid")),
    pii: listed("pii") ?? locationOf(locations, "pii"),
    otherIds: [...ids.filter((id) => !NAMED.has(id.kind)), ...extra.flatMap(otherIdOf)],
  };
}

/** The identifiers that a reference gives of what it cites. */
export function citedIdsOf(idList: XmlNode | undefined): {
  pmid: string | null;
  doi: string | null;
  pmcId: string | null;
} {
  const listed = (kind: string) =>
    idList
      ?.all("ArticleId")
      .find((node) => node.attributes.IdType === kind)
      ?.words();
  const pmid = listed("pubmed") ?? null;
  return { pmid: isPmid(pmid) ? pmid : null, doi: listed("doi") ?? null, pmcId: pmcIdOf(listed("pmc") ?? null) };
}

/** Whether a text is a PMID: 1 to 9 digits, the first not 0. */
export function isPmid(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && /^[1-9]\d{0,8}$/.test(text);
}

function locationOf(locations: readonly XmlNode[], kind: string): string | null {
  const found = locations.find((node) => node.attributes.EIdType === kind && node.attributes.ValidYN !== "N");
  return found?.words() ?? null;
}

/** PMC ids come with their prefix; the spelling `pmc-id: PMC900001;` repeats it inside a sentence. */
function pmcIdOf(text: string | null): string | null {
  const digits = /(\d+)/.exec(text ?? "")?.[1];
  return digits ? `PMC${digits}` : null;
}

function otherIdOf(node: XmlNode): OtherId[] {
  const value = node.words();
  return value === null ? [] : [{ kind: node.attributes.Source ?? "other", value }];
}
