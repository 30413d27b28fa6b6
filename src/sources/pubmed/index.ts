import {
  ArticleConnectionResolver,
  ArticleEdgeResolver,
  SearchReadingResolver,
  TimelinePointResolver,
} from "./connection-resolver.js";
import { PubmedResolver } from "./resolver.js";

export { JournalArticleConnection, JournalArticleEdge } from "./connection.js";
export {
  connectionOfPmids,
  connectionOfTerm,
  type PubmedContext,
  pageCalls,
  stubOf,
  type TermListing,
} from "./listing.js";
export { createPubmed, type Pubmed, type PubmedSettings } from "./loader.js";
export type { PageArguments } from "./page.js";
export { isPmid } from "./parser/identifiers.js";
export { type PubmedField, phrase, plainWords, searchWords } from "./plain-words.js";
export { practisePubmed } from "./practice.js";
export { ArticleFilter, ArticleSort } from "./search-filter.js";
export { toTerm, within } from "./search-term.js";
export { articleUrl, JournalArticle } from "./types.js";

/** Everything that PubMed adds to the schema. */
export const pubmedResolvers = [
  PubmedResolver,
  ArticleConnectionResolver,
  ArticleEdgeResolver,
  TimelinePointResolver,
  SearchReadingResolver,
] as const;
