import { QUERY_NAMES, readItemsOfForm } from "./parameters.js";
import { findPiece, type PieceNode } from "./piece-tree.js";
import { badRequest } from "./refusal.js";
import { areaNamed, areaOfParameter, type SearchArea } from "./search-areas.js";
import type { Json, JsonObject } from "./study-json.js";

/** The chosen members of an object: whole ones are `true`. */
export type Mask = Map<string, true | Mask>;

const FORM = /^(?:[a-zA-Z][a-zA-Z0-9\-. ]*|@query)$/;

/** Reads `fields`; undefined asks for everything. Throws the service's refusal for a name it does not know. */
export function readMask(params: URLSearchParams): Mask | undefined {
  if (!params.has("fields")) return undefined;
  const names = readItemsOfForm(params, "fields", FORM);
  if (names.length === 0) throw badRequest("Parameter `fields` has incorrect format");
  const mask: Mask = new Map();
  for (const node of names.flatMap((name) => nodesOf(name, params))) addToMask(mask, node);
  return mask;
}

/** The chosen members in the study's own order; a parent or list item that has none of them is left out. */
export function project(value: JsonObject, mask: Mask): JsonObject {
  const chosen: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    const wanted = mask.get(key);
    const kept = wanted === undefined ? undefined : wanted === true ? member : projectMember(member, wanted);
    if (kept !== undefined) chosen[key] = kept;
  }
  return chosen;
}

function projectMember(member: Json, mask: Mask): Json | undefined {
  if (typeof member !== "object") return undefined;
  if (Array.isArray(member)) {
    const items = member.map((item) => projectMember(item, mask)).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  const chosen = project(member, mask);
  return Object.keys(chosen).length > 0 ? chosen : undefined;
}

function nodesOf(name: string, params: URLSearchParams): readonly PieceNode[] {
  if (name === "@query") {
    const asked = QUERY_NAMES.filter((each) => params.get(`query.${each}`));
    return asked.flatMap((each) => nodesOfArea(areaOfParameter(each)));
  }
  const area = areaNamed(name);
  if (area !== undefined) return nodesOfArea(area);
  const node = findPiece(name);
  if (node === undefined) throw badRequest(`Parameter 'fields' contains invalid field name: '${name}'`);
  return [node];
}

const nodesOfArea = (area: SearchArea | undefined): PieceNode[] => (area?.parts ?? []).flatMap((part) => part.nodes);

function addToMask(mask: Mask, node: PieceNode): void {
  let parent = mask;
  for (const key of node.keys.slice(0, -1)) {
    const known = parent.get(key);
    if (known === true) return;
    const next: Mask = known ?? new Map();
    parent.set(key, next);
    parent = next;
  }
  parent.set(node.name, true);
}
