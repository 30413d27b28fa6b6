import { Parser } from "htmlparser2";
import { RichTextWriter } from "./html-writer.js";
import type { RichText } from "./rich-text.js";

export interface RichTextOptions {
  /** The page that relative links are resolved against; without it, relative links lose their target. */
  baseUrl?: string;
}

/** What lies beyond this many characters of a fragment is left out. The longest real fragments have about 100,000. */
const LONGEST_INPUT = 1_000_000;

/** Reading stops at this depth: real pages stay under 40, and the parser's time grows with the square of the depth. */
const DEEPEST_INPUT = 400;

class TooDeep extends Error {}

/**
 * Sanitised HTML and plain text of a fragment of HTML that is not trusted.
 *
 * The HTML holds nothing but p, h2 to h4, lists, tables, links, blockquote and inline emphasis, rebuilt tag by tag and
 * always balanced; its only attributes are href (absolute http, https or mailto), colspan and rowspan. Scripts, frames,
 * drawings and the like go with their content; of every other element the content stays. It never throws.
 */
export function toRichText(html: string, options: RichTextOptions = {}): RichText {
  const writer = new RichTextWriter(options.baseUrl);
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (writer.depth >= DEEPEST_INPUT) throw new TooDeep();
      writer.open(name, attributes);
    },
    ontext: (text) => writer.text(text),
    onclosetag: () => writer.close(),
  });
  try {
    parser.end(html.slice(0, LONGEST_INPUT).toWellFormed());
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
  }
  return writer.finish();
}
