import type { MeshTerm } from "../../../content/index.js";
import type { JsonPart } from "./json-part.js";

/** Descriptors up to this number have six digits in MeSH, later ones nine. */
const LAST_SIX_DIGIT_DESCRIPTOR = 66_380;

/** The MeSH terms in a list of the derived section. */
export function toMeshTerms(module: JsonPart, list: "meshes" | "ancestors"): MeshTerm[] {
  return module.parts(list, (term) => {
    const id = term.text("id");
    const name = term.text("term");
    return id && name ? { id: toDescriptorId(id), name } : null;
  });
}

// Data sets up to 2024 fill every id up to nine digits: D000003731 is D003731 in MeSH, in topics and in PubMed. Left as
// they are, such ids join with nothing.
function toDescriptorId(id: string): string {
  const digits = /^D(\d{9})$/.exec(id)?.[1];
  return digits && Number(digits) <= LAST_SIX_DIGIT_DESCRIPTOR ? `D${digits.slice(3)}` : id;
}
