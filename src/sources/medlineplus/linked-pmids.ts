import { Breather } from "./breather.js";
import type { TopicCollection } from "./collection.js";
import { targetAt } from "./link-target.js";
import { TopicLinkKind } from "./link-words.js";

/**
 * The PMIDs that the pages of all topics link to, each once, in the order of the file. Read in idle time.
 * @throws the signal's reason, and UpstreamError when other topics took the place of these meanwhile
 */
export async function linkedPmids(collection: TopicCollection, signal: AbortSignal): Promise<string[]> {
  const breather = new Breather(() => false, signal);
  const pmids = new Set<string>();
  for (const card of collection.snapshot().cards) {
    await breather.breathe();
    for (const { url } of collection.read(card).links) {
      const target = targetAt(url);
      if (target.kind === TopicLinkKind.JOURNAL_ARTICLE) pmids.add(target.pmid);
    }
  }
  return [...pmids];
}
