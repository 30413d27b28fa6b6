import { ENUMERATIONS } from "./enumerations.js";
import { OTHER_PIECES } from "./other-pieces.js";
import { PROTOCOL_PIECES } from "./protocol-pieces.js";
import { RESULTS_PIECES } from "./results-pieces.js";

/** One node of the data model: a member of the study object and the piece name that addresses it. */
export interface PieceNode {
  /** JSON key. */
  name: string;
  piece: string;
  /** Data type of a leaf, or `struct`. */
  type: string;
  isList: boolean;
  keys: readonly string[];
  children: PieceNode[];
}

export const SECTIONS: readonly PieceNode[] = [PROTOCOL_PIECES, RESULTS_PIECES, OTHER_PIECES].flatMap(readOutline);

const byPiece = new Map<string, PieceNode>();
const byPath = new Map<string, PieceNode>();
for (const node of SECTIONS.flatMap(withDescendants)) {
  byPiece.set(node.piece, node);
  byPath.set(node.keys.join("."), node);
}

/** Finds a node by piece name or by its whole dotted path; case matters. */
export const findPiece = (name: string): PieceNode | undefined => byPiece.get(name) ?? byPath.get(name);

/** The node of a piece that the data model is known to have. */
export function pieceNamed(name: string): PieceNode {
  const node = byPiece.get(name);
  if (node === undefined) throw new Error(`The data model has no piece ${name}`);
  return node;
}

export const pathOf = (node: PieceNode): string => node.keys.join(".");

export const leavesOf = (node: PieceNode): PieceNode[] =>
  withDescendants(node).filter((each) => each.children.length === 0);

/** The codes of an enumerated piece, or undefined for other types. */
export const codesOf = (node: PieceNode): string[] | undefined => ENUMERATIONS[node.type]?.split(" ");

/** The code in the words of the former service: `NOT_YET_RECRUITING` is "Not yet recruiting". */
export function displayName(code: string): string {
  if (code === "NA") return "Not Applicable";
  if (code === "ACTIVE_NOT_RECRUITING") return "Active, not recruiting";
  if (code === "UNKNOWN") return "Unknown status";
  const words = code
    .replace(/PHASE(\d)/, "PHASE $1")
    .replaceAll("_", " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function withDescendants(node: PieceNode): PieceNode[] {
  return [node, ...node.children.flatMap(withDescendants)];
}

function readOutline(outline: string): PieceNode[] {
  const roots: PieceNode[] = [];
  const open: PieceNode[] = [];
  for (const line of outline.split("\n").filter((each) => each.trim() !== "")) {
    const depth = (line.length - line.trimStart().length) / 2;
    const [name = "", piece = "", type = ""] = line.trim().split(" ");
    const parent = open[depth - 1];
    const node: PieceNode = {
      name,
      piece,
      type: type.replace("[]", "") || "struct",
      isList: type.endsWith("[]"),
      keys: [...(parent?.keys ?? []), name],
      children: [],
    };
    (parent?.children ?? roots).push(node);
    open.length = depth;
    open[depth] = node;
  }
  return roots;
}
