import { leavesOf, SECTIONS } from "./piece-tree.js";
import type { Mask } from "./projection.js";
import type { Json, JsonObject } from "./study-json.js";

const MARKUP = maskOf(SECTIONS.flatMap(leavesOf).filter((node) => node.type === "markup"));

/** The study with its Markdown members as the plain text that sponsors once typed (`markupFormat=legacy`). */
export const withLegacyMarkup = (study: JsonObject): JsonObject => convert(study, MARKUP) as JsonObject;

function convert(value: Json, mask: Mask | true): Json {
  if (typeof value === "string") return mask === true ? plainText(value) : value;
  if (typeof value !== "object" || mask === true) return value;
  if (Array.isArray(value)) return value.map((item) => convert(item, mask));
  const members = Object.entries(value).map(([key, member]) => {
    const inner = mask.get(key);
    return [key, inner === undefined ? member : convert(member, inner)] as const;
  });
  return Object.fromEntries(members);
}

const plainText = (markdown: string): string =>
  markdown.replaceAll(/^(\s*)\* /gm, "$1- ").replaceAll(/\\([!-/:-@[-`{-~])/g, "$1");

function maskOf(nodes: readonly { keys: readonly string[] }[]): Mask {
  const mask: Mask = new Map();
  for (const { keys } of nodes) {
    let parent = mask;
    for (const [depth, key] of keys.entries()) {
      if (depth === keys.length - 1) parent.set(key, true);
      else {
        const known = parent.get(key);
        const next: Mask = known instanceof Map ? known : new Map();
        parent.set(key, next);
        parent = next;
      }
    }
  }
  return mask;
}
