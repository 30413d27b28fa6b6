import { join } from "node:path";
import { openBulkFiles } from "./bulk-files.js";
import { openEncyclopedia } from "./encyclopedia.js";
import type { BundledHandler } from "./http.js";
import { notFoundPage } from "./markup.js";
import { topicPage } from "./topic-page.js";

export interface MedlinePlusSource {
  handler: BundledHandler;
  topics: number;
  encyclopediaArticles: number;
}

/** What medlineplus.gov serves of topics and encyclopedia, from `medlineplus/` and `encyclopedia/` of the sample data. */
export async function medlineplusHandler(fixtures: string, now: () => Date): Promise<MedlinePlusSource> {
  const folder = join(fixtures, "medlineplus");
  const bulk = await openBulkFiles(folder, now);
  const encyclopedia = await openEncyclopedia(join(fixtures, "encyclopedia"));
  return {
    topics: bulk.topics,
    encyclopediaArticles: encyclopedia.articles,
    handler: async (request) =>
      bulk.answer(request) ??
      (await encyclopedia.answer(request)) ??
      (await topicPage(folder, request.path)) ??
      notFoundPage(),
  };
}
