export {
  type PageKey,
  parseNaturalKey,
  toEncyclopediaLink,
} from "./addresses.js";
export { createEncyclopedia, type Encyclopedia, type EncyclopediaSettings } from "./loader.js";
export { practiseEncyclopedia } from "./practice.js";
export { type EncyclopediaContext, EncyclopediaResolver } from "./resolver.js";
export type { EncyclopediaLicense } from "./terms.js";
export {
  EncyclopediaArticle,
  EncyclopediaKind,
  type EncyclopediaLink,
  type EncyclopediaPage,
  type KeptPage,
} from "./types.js";
