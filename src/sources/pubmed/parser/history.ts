import type { XmlNode } from "../../../upstream/index.js";
import { type CitationStatus, type HistoryDate, PublicationModel, CitationStatus as Status } from "../types/status.js";
import { dateOf } from "./dates.js";

/** The dated steps of an article and its record. Their numbers are not padded, and hours are of no use. */
export function historyOf(history: XmlNode | undefined): HistoryDate[] {
  return (history?.all("PubMedPubDate") ?? []).flatMap((node) => {
    const date = dateOf(node);
    return date === null ? [] : [{ step: node.attributes.PubStatus ?? "unknown", date }];
  });
}

/** When a step was taken, where the history has it. */
export function stepDate(history: readonly HistoryDate[], step: string): string | null {
  return history.find((entry) => entry.step === step)?.date ?? null;
}

export function statusOf(name: string | undefined): CitationStatus {
  return enumMember(Status, name) ?? Status.OTHER;
}

export function publicationModelOf(name: string | undefined): PublicationModel | null {
  return enumMember(PublicationModel, name);
}

/** `PubMed-not-MEDLINE` is the member PUBMED_NOT_MEDLINE. */
function enumMember<T extends string>(members: Record<string, T>, name: string | undefined): T | null {
  const key = name?.toUpperCase().replaceAll("-", "_") ?? "";
  return Object.hasOwn(members, key) ? (members[key] ?? null) : null;
}
