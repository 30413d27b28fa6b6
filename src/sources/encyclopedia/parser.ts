import { Parser } from "htmlparser2";
import { Language, type RichText, toGlobalId } from "../../content/index.js";
import { collapseSpace, UnreadableAnswerError, type UpstreamAnswer } from "../../upstream/index.js";
import { kindOf, naturalKey, type PageKey, pageUrl, parsePagePath } from "./addresses.js";
import { kindOfHeading } from "./headings.js";
import { ImagesPart, LinksPart, TextPart, webAddress } from "./page-parts.js";
import { PageReader } from "./page-reader.js";
import { type Review, readReview } from "./review.js";
import type {
  EncyclopediaImage,
  EncyclopediaOpening,
  EncyclopediaPage,
  EncyclopediaSection,
  EncyclopediaTopicLink,
} from "./types.js";

/** Real pages stay under 40 levels; far beyond, the parser's time would grow with the square of the depth. */
const DEEPEST = 400;

/**
 * Reads the beginning of an encyclopedia page, up to the end of its summary: a fifth of the time that the whole takes,
 * and most people ask for no more.
 * @throws UnreadableAnswerError as `parsePage` does, but for what is wrong behind the summary
 */
export function openPage(page: PageText, key: PageKey): EncyclopediaOpening {
  const reader = readPage(page.pieces(PIECE_BYTES), pageUrl(key), ({ isPastSummary }) => isPastSummary);
  requireArticle(reader, key);
  if (!page.endsWith("</html>")) requireEnd(page.text);
  const opening = openingOf(reader, key);
  if (opening.summary === null) parsePage(page.text, key);
  return opening;
}

/** What is read of a page. It is not even made a string as a whole when its beginning is enough. */
export type PageText = Pick<UpstreamAnswer, "text" | "pieces" | "endsWith">;

const PIECE_BYTES = 4_096;

/**
 * Reads an encyclopedia page of either generation of the markup. Only the title and some text are required of it.
 * @throws UnreadableAnswerError when the page is cut short, is no article, or is another article than `key`
 */
export function parsePage(html: string, key: PageKey): EncyclopediaPage {
  const page = readPage([html], pageUrl(key));
  requireArticle(page, key);
  requireEnd(html);
  const texts = page.parts.filter((part) => part instanceof TextPart);
  const written = texts.map((part) => ({ part, text: part.finish() }));
  const special = (name: string) => written.find(({ part }) => part.special === name);
  const article: EncyclopediaPage = {
    ...openingOf(page, key),
    sections: written.filter(({ part, text }) => part.special === null && text.text !== "").map(toSection),
    alternativeNames: namesIn(special("names")?.text),
    images: imagesOf(page),
    ...reviewOf(special("review")),
    references: linesOf(special("references")?.text),
    relatedTopicLinks: topicLinksOf(page),
  };
  if (article.summary === null && article.sections.length === 0)
    throw new UnreadableAnswerError("a page without any article text");
  return article;
}

function openingOf(page: PageReader, key: PageKey): EncyclopediaOpening {
  const url = pageUrl(key);
  const summary = page.summary?.finish() ?? null;
  return {
    id: toGlobalId("EncyclopediaArticle", naturalKey(key)),
    articleId: key.articleId,
    kind: kindOf(key.articleId),
    language: key.language,
    title: page.title,
    url,
    translationUrl: translationOf(page, key, url),
    summary: summary?.text ? summary : null,
  };
}

/** Reads a page, or as much of it as is enough. */
function readPage(pieces: Iterable<string>, url: string, isEnough?: (page: PageReader) => boolean): PageReader {
  const reader = new PageReader(url);
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (reader.depth >= DEEPEST) throw new UnreadableAnswerError("a page nested too deeply");
      reader.open(name, attributes);
    },
    ontext: (text) => reader.text(text),
    onclosetag: (name) => {
      reader.close(name);
      if (isEnough?.(reader)) parser.pause();
    },
  });
  for (const piece of pieces) {
    parser.write(piece);
    if (isEnough?.(reader)) return reader;
  }
  parser.end();
  return reader;
}

function requireArticle(page: PageReader, key: PageKey): void {
  if (page.title === "") throw new UnreadableAnswerError("a page without an article heading");
  const url = pageUrl(key);
  if (page.canonical === undefined || page.canonical === url) return;
  const canonical = URL.parse(page.canonical, url);
  const said = canonical && parsePagePath(canonical.pathname);
  // An article that was withdrawn or moved leads to another page; showing that one under this id would be wrong.
  if (said?.articleId !== key.articleId || said.language !== key.language)
    throw new UnreadableAnswerError("another page than the one asked for");
}

function requireEnd(html: string): void {
  if (!/<\/(html|article)\s*>/i.test(html)) throw new UnreadableAnswerError("a page that was cut short");
}

function translationOf(page: PageReader, key: PageKey, url: string): string | null {
  const other = page.alternates.get(key.language === Language.ENGLISH ? "es" : "en");
  const address = webAddress(other, url);
  const said = address === null ? null : parsePagePath(new URL(address).pathname);
  return said !== null && said.language !== key.language ? pageUrl(said) : null;
}

function toSection({ part, text }: { part: TextPart; text: RichText }): EncyclopediaSection {
  return { heading: part.heading, kind: kindOfHeading(part.heading), text };
}

function namesIn(text: RichText | undefined): string[] {
  const names = (text?.text ?? "").split(/[;\n]/).map((name) => name.replace(/^\s*- /, "").trim());
  return [...new Set(names.filter((name) => name !== ""))];
}

function linesOf(text: RichText | undefined): string[] {
  const lines = (text?.text ?? "").split("\n").map((line) => line.replace(/^\s*- /, "").trim());
  return lines.filter((line) => line !== "");
}

function reviewOf(found: { part: TextPart; text: RichText } | undefined): Review {
  return readReview(found?.part.heading ?? "", found?.text.text ?? "");
}

/** Images and links stand twice on a page: under the article and beside it. */
function imagesOf(page: PageReader): EncyclopediaImage[] {
  const images = page.parts.filter((part) => part instanceof ImagesPart).flatMap((part) => part.finish());
  return firstOfEach(images, (image) => image.pageUrl ?? image.thumbnailUrl);
}

function topicLinksOf(page: PageReader): EncyclopediaTopicLink[] {
  const links = page.parts
    .filter((part) => part instanceof LinksPart)
    .flatMap((part) => part.links.map((link) => ({ ...link, title: collapseSpace(link.title) })));
  return firstOfEach(
    links.filter((link) => link.title !== ""),
    (link) => link.url,
  );
}

function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string | null): T[] {
  const seen = new Set<string | null>();
  return items.filter((item) => !seen.has(keyOf(item)) && seen.add(keyOf(item)));
}
