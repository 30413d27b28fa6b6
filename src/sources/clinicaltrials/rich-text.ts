import { Marked } from "marked";
import { type RichText, toRichText } from "../../content/index.js";

// The registry's texts are Markdown in which sponsors write "<" for "less than": HTML in them is text, never markup.
const markdown = new Marked({ gfm: false, tokenizer: { html: () => undefined, tag: () => undefined } });

/** A Markdown text of the registry in HTML and in plain form; null when there is none. */
export function markdownToRichText(text: string | null): RichText | null {
  if (text === null) return null;
  const richText = toRichText(toHtml(text));
  return richText.text === "" ? null : richText;
}

function toHtml(text: string): string {
  try {
    return markdown.parse(text, { async: false });
  } catch {
    // Thousands of nested quotes or lists exhaust the reader's stack; such a text is still readable as it stands.
    return `<p>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\n", "<br>")}</p>`;
  }
}
