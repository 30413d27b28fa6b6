import type { Collection } from "./collection.js";
import type { PubmedRecord } from "./record.js";
import { attribute, elements, first } from "./scan.js";

/** Who cites whom, and who is like whom, within the sample. */
export interface CitationGraph {
  /** PMIDs that the article's reference list names, in its order, in the sample or not. */
  cited(pmid: string): string[];
  /** Records of the sample whose reference list names the article, newest first. */
  citing(pmid: string): string[];
  /** The article itself and those that share most headings with it, with a score each. */
  similar(pmid: string): { pmid: string; score: number }[];
}

const MOST_SIMILAR = 20;

function readReferences(record: PubmedRecord): string[] {
  const xml = record.xml.toString("latin1");
  const lists = xml.indexOf("<ReferenceList") < 0 ? "" : xml.slice(xml.indexOf("<ReferenceList"));
  const listed = elements(lists, "ArticleId").filter(({ attributes }) => attribute(attributes, "IdType") === "pubmed");
  const cites = elements(xml, "CommentsCorrections").filter(({ attributes }) => attributes.includes('"Cites"'));
  const pmids = [...listed.map(({ inner }) => inner), ...cites.map(({ inner }) => first(inner, "PMID"))];
  return [...new Set(pmids.map((pmid) => pmid.trim()).filter(Boolean))];
}

function likeness(left: PubmedRecord, right: PubmedRecord): number {
  const shared = (from: readonly string[], to: readonly string[]) => from.filter((key) => to.includes(key)).length;
  return 3 * shared(left.keys.majorMesh, right.keys.majorMesh) + shared(left.keys.mesh, right.keys.mesh);
}

/** Made when it is first asked for: reading every reference list is not worth delaying the start. */
export function createCitationGraph(collection: Collection): CitationGraph {
  let citedBy: Map<string, string[]> | undefined;
  const countCitations = () => {
    const table = new Map<string, string[]>();
    for (const record of collection.records) {
      for (const pmid of readReferences(record)) table.set(pmid, [...(table.get(pmid) ?? []), record.pmid]);
    }
    return table;
  };
  return {
    cited: (pmid) => {
      const record = collection.byPmid.get(pmid);
      return record ? readReferences(record) : [];
    },
    citing: (pmid) => {
      citedBy ??= countCitations();
      return citedBy.get(pmid) ?? [];
    },
    similar: (pmid) => {
      const self = collection.byPmid.get(pmid);
      if (!self || self.keys.mesh.length === 0) return [];
      const scored = collection.records.map((record) => ({
        pmid: record.pmid,
        score: record === self ? Number.MAX_SAFE_INTEGER : likeness(self, record),
      }));
      const near = scored.filter(({ score }) => score > 2).sort((left, right) => right.score - left.score);
      return near
        .slice(0, MOST_SIMILAR)
        .map(({ pmid: id, score }) => ({ pmid: id, score: Math.min(score, 999) * 1e6 }));
    },
  };
}
