import type { XmlNode } from "../../../upstream/index.js";
import type { Journal } from "../types/journal.js";

/** The journal, from its two places in a record: the article's and the catalogue's. */
export function journalOf(journal: XmlNode | undefined, catalogue: XmlNode | undefined): Journal | null {
  if (!journal && !catalogue) return null;
  const issn = (kind: string) =>
    journal
      ?.all("ISSN")
      .find((node) => node.attributes.IssnType === kind)
      ?.words() ?? null;
  const issnPrint = issn("Print");
  const issnElectronic = issn("Electronic");
  return {
    title: journal?.one("Title")?.words() ?? null,
    isoAbbreviation: journal?.one("ISOAbbreviation")?.words() ?? null,
    medlineAbbreviation: catalogue?.one("MedlineTA")?.words() ?? null,
    issn: catalogue?.one("ISSNLinking")?.words() ?? issnPrint ?? issnElectronic,
    issnPrint,
    issnElectronic,
    nlmId: catalogue?.one("NlmUniqueID")?.words() ?? null,
    country: catalogue?.one("Country")?.words() ?? null,
  };
}
