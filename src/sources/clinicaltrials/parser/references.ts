import {
  TrialIpdInfoType,
  TrialIpdSharing,
  type TrialIpdStatement,
  type TrialOversight,
  TrialReferenceType,
} from "../types.js";
import type { JsonPart } from "./json-part.js";
import { plainMarkdown } from "./plain-markdown.js";

/** What the references module says. */
export function toReferences(module: JsonPart) {
  return {
    references: module.parts("references", (reference) => ({
      pmid: toPmid(reference),
      type: reference.oneOf(TrialReferenceType, "type"),
      citation: reference.text("citation"),
      retractions: reference.parts("retractions", (part) => ({ pmid: toPmid(part), source: part.text("source") })),
    })),
    seeAlsoLinks: module.parts("seeAlsoLinks", (link) => {
      const url = toWebAddress(link.text("url"));
      return url === null ? null : { label: plainMarkdown(link.text("label")), url };
    }),
    sharedData: module.parts("availIpds", (shared) => ({
      id: shared.text("id"),
      type: shared.text("type"),
      url: toWebAddress(shared.text("url")),
      comment: plainMarkdown(shared.text("comment")),
    })),
  };
}

// The wire has a text; anything but digits would be refused by PubMed, and with it the whole batch that it is in.
function toPmid(part: JsonPart): string | null {
  const pmid = part.text("pmid") ?? String(part.count("pmid") ?? "");
  return /^[1-9]\d{0,8}$/.test(pmid) ? pmid : null;
}

// Addresses are typed in by sponsors: some lack their scheme, and one of script would be run by a page that links it.
function toWebAddress(text: string | null): string | null {
  if (text === null) return null;
  const url = /^[a-z][\w+.-]*:(?!\d)/i.test(text) ? text : `http://${text.replace(/^\/+/, "")}`;
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : null;
}

/** The posted documents; their files lie under the last two digits of the number. */
export function toDocuments(section: JsonPart, nctId: string) {
  return section.part("largeDocumentModule").parts("largeDocs", (file) => {
    const filename = file.text("filename");
    const folder = `https://cdn.clinicaltrials.gov/large-docs/${nctId.slice(-2)}/${nctId}`;
    return {
      label: file.text("label"),
      url: filename === null ? null : `${folder}/${encodeURIComponent(filename)}`,
      date: file.date("date"),
      sizeBytes: file.count("size"),
      hasProtocol: file.flag("hasProtocol"),
      hasSap: file.flag("hasSap"),
      hasIcf: file.flag("hasIcf"),
    };
  });
}

export function toIpdStatement(module: JsonPart): TrialIpdStatement {
  return {
    sharing: module.oneOf(TrialIpdSharing, "ipdSharing"),
    description: plainMarkdown(module.text("description")),
    infoTypes: module.manyOf(TrialIpdInfoType, "infoTypes"),
    timeFrame: plainMarkdown(module.text("timeFrame")),
    accessCriteria: plainMarkdown(module.text("accessCriteria")),
    url: toWebAddress(module.text("url")),
  };
}

export function toOversight(module: JsonPart): TrialOversight {
  return {
    hasDmc: module.flag("oversightHasDmc"),
    isFdaRegulatedDrug: module.flag("isFdaRegulatedDrug"),
    isFdaRegulatedDevice: module.flag("isFdaRegulatedDevice"),
    isUnapprovedDevice: module.flag("isUnapprovedDevice"),
    isPpsd: module.flag("isPpsd"),
    isUsExport: module.flag("isUsExport"),
  };
}
