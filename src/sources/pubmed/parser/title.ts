import type { RichText } from "../../../content/index.js";
import type { XmlNode } from "../../../upstream/index.js";
import { richText } from "./inline.js";

/** A title, or null where the record has none. `[Not Available].` is what NLM writes for a title it does not know. */
export function titleOf(node: XmlNode | undefined): RichText | null {
  const title = richText(node);
  return title === null || /^\[?not available\]?\.?$/i.test(title.text) ? null : title;
}
