import { fromGlobalId, Language } from "./content/index.js";
import type { InvalidationRequest } from "./server/index.js";
import type { Invalidations, Outdated } from "./upstream/index.js";

/** Which source a type of record is from, and under which ids its caches keep it. */
const RECORDS: Readonly<Record<string, { source: string; idsOf: (key: string) => string[] }>> = {
  HealthTopic: { source: "medlineplus", idsOf: (key) => [key] },
  EncyclopediaArticle: { source: "encyclopedia", idsOf: encyclopediaIds },
  JournalArticle: { source: "pubmed", idsOf: (key) => [key] },
  ClinicalTrial: { source: "clinicaltrials", idsOf: (key) => [key] },
};

/**
 * Carries out what the operator asks for.
 * @throws RangeError when a record's type or a source is none of ours
 */
export async function invalidate(invalidations: Invalidations, request: InvalidationRequest): Promise<void> {
  for (const outdated of toOutdated(request, invalidations.sources())) await invalidations.invalidate(outdated);
}

function toOutdated(request: InvalidationRequest, sources: readonly string[]): Outdated[] {
  if ("all" in request) return [{ source: null, ids: null }];
  if ("source" in request) {
    const { source } = request;
    if (!sources.includes(source)) throw new RangeError(`There is no source "${source}", only ${sources.join(", ")}.`);
    return [{ source, ids: null }];
  }
  const bySource = new Map<string, string[]>();
  for (const id of request.records) {
    const { type, key } = fromGlobalId(id) ?? { type: "", key: "" };
    const record = RECORDS[type];
    if (!record) throw new RangeError(`"${id}" is no id of a record, such as JournalArticle:31978945.`);
    bySource.set(record.source, [...(bySource.get(record.source) ?? []), ...record.idsOf(key)]);
  }
  return [...bySource].map(([source, ids]) => ({ source, ids }));
}

function encyclopediaIds(key: string): string[] {
  const isSpanish = key.startsWith("es/");
  return [`${isSpanish ? Language.SPANISH : Language.ENGLISH}/${isSpanish ? key.slice(3) : key}`];
}
