import type { MeshTerm } from "../../content/index.js";
import { UpstreamError } from "../../upstream/index.js";
import { LARGEST_BATCH } from "./client.js";
import type { ArticleList, MeshHeadingCount } from "./connection.js";
import type { PubmedContext } from "./listing.js";
import type { JournalArticle } from "./types.js";

/**
 * The first 200 articles of a list, as far as they could be had.
 * @throws UpstreamError when none could be had
 */
export async function sampleOf({ term, sort, known }: ArticleList, context: PubmedContext): Promise<JournalArticle[]> {
  const { call, pubmed } = context;
  const pmids = known ?? (await pubmed.search({ term, sort, start: 0, count: LARGEST_BATCH }, call)).pmids;
  const loaded = await pubmed.loadMany(pmids.slice(0, LARGEST_BATCH), call);
  const sample = loaded.filter((entry): entry is JournalArticle => entry !== null && !(entry instanceof UpstreamError));
  const failure = loaded.find((entry) => entry instanceof UpstreamError);
  if (failure && sample.length === 0) throw failure;
  return sample;
}

/** How many articles have each subject, most frequent first, equals by name. */
export function tally(sample: readonly JournalArticle[], majorOnly: boolean): MeshHeadingCount[] {
  const counts = new Map<string, { descriptor: MeshTerm; count: number }>();
  for (const article of sample) {
    for (const { descriptor } of subjectsOf(article, majorOnly)) {
      const entry = counts.get(descriptor.id) ?? { descriptor, count: 0 };
      counts.set(descriptor.id, { ...entry, count: entry.count + 1 });
    }
  }
  return [...counts.values()]
    .map(({ descriptor, count }) => ({ descriptor, count, share: count / sample.length }))
    .sort((a, b) => b.count - a.count || a.descriptor.name.localeCompare(b.descriptor.name));
}

/** An article can have the same descriptor twice with different qualifiers: it counts once. */
function subjectsOf({ meshHeadings }: JournalArticle, majorOnly: boolean) {
  const headings = majorOnly ? meshHeadings.filter((heading) => heading.isMajorTopic) : meshHeadings;
  return [...new Map(headings.map((heading) => [heading.descriptor.id, heading])).values()];
}
