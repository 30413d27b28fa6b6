import type { BundledHandler } from "./http.js";

export interface MedlinePlusSource {
  handler: BundledHandler;
  topics: number;
  encyclopediaArticles: number;
}

export async function medlineplusHandler(_fixtures: string, _now: () => Date): Promise<MedlinePlusSource> {
  return {
    handler: () => ({ status: 404, headers: { "content-type": "text/html" }, body: "<html></html>\n" }),
    topics: 0,
    encyclopediaArticles: 0,
  };
}
