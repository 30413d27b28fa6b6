import { ENUMERATIONS } from "./enumerations.js";
import { displayName, type PieceNode, SECTIONS, withDescendants } from "./piece-tree.js";
import { SEARCH_AREAS } from "./search-areas.js";

/** Body of `/studies/metadata`: the tree of fields. */
export const metadata = (): unknown => SECTIONS.map(fieldNode);

/** Body of `/studies/enums`: every enumerated type with its codes and the pieces that use it. */
export function enumerations(): unknown {
  const nodes = SECTIONS.flatMap(withDescendants);
  return Object.entries(ENUMERATIONS).map(([type, codes]) => ({
    type,
    pieces: nodes.filter((node) => node.type === type).map((node) => node.piece),
    values: codes.split(" ").map((value) => ({ value, legacyValue: displayName(value) })),
  }));
}

/** Body of `/studies/search-areas`. */
export function searchAreas(): unknown {
  const areas = SEARCH_AREAS.map(({ name, param, uiLabel, parts }) => ({
    name,
    param,
    uiLabel,
    parts: parts.map(({ weight, nodes }) => ({
      type: nodes[0]?.type ?? "text",
      pieces: nodes.map((node) => node.piece),
      weight,
      isEnum: nodes.every(isEnum),
      isSynonyms: false,
    })),
  }));
  return [{ name: "Study", areas }];
}

const isEnum = (node: PieceNode): boolean => node.type in ENUMERATIONS;

const SOURCE_TYPES: Record<string, string> = {
  struct: "STRUCT",
  markup: "MARKUP",
  boolean: "BOOLEAN",
  NormalizedDate: "DATE",
  PartialDate: "DATE",
  NormalizedTime: "TIME",
  integer: "NUMERIC",
  number: "NUMERIC",
};

function fieldNode(node: PieceNode): unknown {
  const type = node.type === "struct" ? node.piece : node.type;
  return {
    name: node.name,
    piece: node.piece,
    title: node.piece.replaceAll(/([a-z])([A-Z])/g, "$1 $2"),
    type: node.isList ? `${type}[]` : type,
    sourceType: SOURCE_TYPES[node.type] ?? "TEXT",
    ...(isEnum(node) && { isEnum: true }),
    ...(node.children.length > 0 && { children: node.children.map(fieldNode) }),
  };
}
