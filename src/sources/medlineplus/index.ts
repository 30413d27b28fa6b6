export { HealthTopicGroup } from "./group-types.js";
export { type LinkTarget, linkTarget } from "./link-target.js";
export { TopicLink } from "./link-types.js";
export { TopicLinkKind } from "./link-words.js";
export { createMedlinePlus, type MedlinePlus, type MedlinePlusSettings } from "./loader.js";
export { HealthTopicGroupResolver, HealthTopicResolver, type MedlinePlusContext } from "./resolver.js";
export type { TopicCard } from "./snapshot-format.js";
export { HealthTopic } from "./types.js";
