import type { XmlNode } from "../../../upstream/index.js";
import { AbstractCategory, type AbstractSection, type OtherAbstract } from "../types/abstract.js";
import { inlineHtml, inlineText } from "./inline.js";

/** All parts of an abstract that have text, in order. */
export function abstractSections(node: XmlNode | undefined): AbstractSection[] {
  return (node?.all("AbstractText") ?? []).flatMap((part) => {
    const text = inlineText(part);
    if (text === null) return [];
    return [{ label: labelOf(part), category: categoryOf(part), text, html: inlineHtml(part) ?? "" }];
  });
}

/** Translations and summaries in plain language. */
export function otherAbstract(node: XmlNode): OtherAbstract {
  return {
    kind: node.attributes.Type ?? null,
    language: node.attributes.Language?.toLowerCase() ?? null,
    sections: abstractSections(node),
    copyright: inlineText(node.one("CopyrightInformation")),
  };
}

/** Labels can be empty, and `UNLABELLED` is NLM's word for a part that the article gives no label. */
function labelOf(part: XmlNode): string | null {
  const label = part.attributes.Label?.replace(/\s+/g, " ").trim() ?? "";
  return label === "" || label === "UNLABELLED" ? null : label;
}

function categoryOf(part: XmlNode): AbstractCategory | null {
  const name = part.attributes.NlmCategory;
  return name !== undefined && Object.hasOwn(AbstractCategory, name) ? (name as AbstractCategory) : null;
}
