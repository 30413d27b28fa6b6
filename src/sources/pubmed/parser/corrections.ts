import type { XmlNode } from "../../../upstream/index.js";
import { type Correction, CorrectionKind } from "../types/correction.js";
import { isPmid } from "./identifiers.js";
import { inlineText } from "./inline.js";

/** PubMed's names without capitals and underscores, so that `CorrectedandRepublishedIn` and its like find their kind. */
const KINDS = new Map(Object.values(CorrectionKind).map((kind) => [kind.replaceAll("_", "").toLowerCase(), kind]));

/** Ties to other publications. One without a PMID is kept: it still has its printed citation. */
export function corrections(list: XmlNode | undefined): Correction[] {
  return (list?.all("CommentsCorrections") ?? []).map((node) => {
    const pmid = node.one("PMID")?.words();
    return {
      kind: KINDS.get(node.attributes.RefType?.toLowerCase() ?? "") ?? CorrectionKind.OTHER,
      pmid: isPmid(pmid) ? pmid : null,
      citation: inlineText(node.one("RefSource")),
      note: inlineText(node.one("Note")),
    };
  });
}
