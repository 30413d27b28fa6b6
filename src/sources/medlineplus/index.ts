import { CodeResolver } from "./code-resolver.js";
import { HealthTopicGroupResolver, HealthTopicResolver } from "./resolver.js";
import { HealthTopicSearchResolver } from "./search-resolver.js";

export type { TopicsProgress } from "./conversion.js";
export { HealthTopicGroup } from "./group-types.js";
export { type LinkTarget, targetAt } from "./link-target.js";
export { TopicLink } from "./link-types.js";
export { TopicLinkKind } from "./link-words.js";
export { createMedlinePlus, type MedlinePlus, type MedlinePlusSettings } from "./loader.js";
export type { MedlinePlusContext } from "./resolver.js";
export { searchTopics } from "./search-connection.js";
export type { TopicHit, TopicHits } from "./search-index.js";
export type { TopicCard } from "./snapshot-format.js";
export { HealthTopic } from "./types.js";
export { HealthTopicGroupResolver, HealthTopicResolver, HealthTopicSearchResolver };

/** Everything that can be asked about health topics. */
export const medlineplusResolvers = [
  HealthTopicResolver,
  HealthTopicGroupResolver,
  HealthTopicSearchResolver,
  CodeResolver,
];
