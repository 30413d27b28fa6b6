export type { UnifiedContext } from "./context.js";
export { prefetchCitations } from "./prefetch.js";

import { SourcesResolver } from "./health.js";
import { LinkTargetResolver } from "./link-target.resolver.js";
import { NodeResolver } from "./node.resolver.js";
import { ArticleJoinsResolver, EncyclopediaJoinsResolver, TrialJoinsResolver } from "./record-joins.resolver.js";
import { SearchResolver } from "./search/search.resolver.js";
import { SubgraphResolver } from "./subgraph.js";
import { TopicJoinsResolver } from "./topic-joins.resolver.js";

/** Everything that sees two sources at once. */
export const unifiedResolvers = [
  TopicJoinsResolver,
  ArticleJoinsResolver,
  TrialJoinsResolver,
  EncyclopediaJoinsResolver,
  LinkTargetResolver,
  NodeResolver,
  SearchResolver,
  SourcesResolver,
] as const;

/** What makes the gateway a subgraph of an Apollo Federation; for operators who want it. */
export const subgraphResolvers = [SubgraphResolver] as const;
