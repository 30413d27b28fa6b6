import type { XmlNode } from "../../../upstream/index.js";
import type { CitedReference } from "../types/reference.js";
import { citedIdsOf } from "./identifiers.js";
import { inlineText } from "./inline.js";

/** All references of all lists, in order. Lists can lie inside lists. */
export function references(lists: readonly XmlNode[]): CitedReference[] {
  return lists.flatMap((list) =>
    list.elements().flatMap((node) => {
      if (node.name === "ReferenceList") return references([node]);
      return node.name === "Reference" ? [referenceOf(node)] : [];
    }),
  );
}

function referenceOf(node: XmlNode): CitedReference {
  return { citation: inlineText(node.one("Citation")), ...citedIdsOf(node.one("ArticleIdList")) };
}
