import { collapseSpace } from "../../upstream/index.js";
import { specialPartOf, specialPartWithId } from "./headings.js";
import { type Mark, markOf } from "./page-marks.js";
import { ImagesPart, LinksPart, type Part, TextPart } from "./page-parts.js";

type Attributes = Readonly<Record<string, string>>;

/**
 * Takes a page apart from the events of an HTML parser, in one pass and without a tree.
 *
 * It relies on as little of the layout as it can: a heading of the first rank inside the article is the title, what
 * comes before the first heading of the second rank is the summary, and every such heading starts a part that ends
 * with its wrapper or at the next one. So both generations of the markup are read the same way.
 */
export class PageReader {
  title = "";
  canonical: string | undefined;
  readonly alternates = new Map<string, string>();
  summary: TextPart | null = null;
  readonly parts: Part[] = [];

  readonly #baseUrl: string;
  readonly #marks: (Mark | null)[] = [];
  readonly #counts: Record<Mark, number> = {
    article: 0,
    main: 0,
    side: 0,
    wrapper: 0,
    body: 0,
    summary: 0,
    title: 0,
    heading: 0,
    skipped: 0,
  };
  readonly #wrapperDepths: number[] = [];
  #part: Part | null = null;
  /** The depth of the element that the current part ends with; 0 when it ends at the next heading. */
  #partDepth = 0;
  /** The text of the title or heading that is being read. */
  #caption: string | null = null;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  get depth(): number {
    return this.#marks.length;
  }

  /** Whether an article is open, or a part of the page that only articles have. */
  get isInArticle(): boolean {
    return this.#counts.article + this.#counts.main > 0;
  }

  /** Whether title and summary are there: nothing that follows adds to them. */
  get isPastSummary(): boolean {
    return this.title !== "" && this.summary !== null && this.#part !== this.summary;
  }

  open(name: string, attributes: Attributes): void {
    if (name === "link") this.#noteLink(attributes);
    const mark = this.#wantedMark(markOf(name, attributes));
    this.#marks.push(mark);
    if (mark !== null) this.#enter(mark, attributes);
    else if (this.#counts.skipped === 0 && this.#caption === null) this.#part?.open(name, attributes);
  }

  text(data: string): void {
    if (this.#counts.skipped > 0) return;
    if (this.#caption !== null) this.#caption += data;
    else this.#part?.text(data);
  }

  close(name: string): void {
    const depth = this.#marks.length;
    const mark = this.#marks.pop();
    if (mark === undefined) return;
    if (mark !== null) this.#leave(mark, depth);
    else if (this.#counts.skipped === 0 && this.#caption === null) this.#part?.close(name);
  }

  #wantedMark(mark: Mark | null): Mark | null {
    if (this.#counts.skipped > 0 && mark !== "skipped") return null;
    if (mark === "title") return this.isInArticle && this.title === "" ? "title" : null;
    // A heading inside the body of a section belongs to that body.
    if (mark === "heading") return this.isInArticle && this.#counts.body === 0 ? "heading" : null;
    return mark;
  }

  #enter(mark: Mark, attributes: Attributes): void {
    this.#counts[mark] += 1;
    if (mark === "wrapper") this.#wrapperDepths.push(this.depth);
    else if (mark === "title" || mark === "heading") this.#caption = "";
    else if (mark === "body") this.#noteBody(attributes);
    else if (mark === "summary" || mark === "main") this.#startSummary();
    else if (mark === "side") this.#endPart();
  }

  #leave(mark: Mark, depth: number): void {
    this.#counts[mark] -= 1;
    if (mark === "wrapper") this.#wrapperDepths.pop();
    if (mark === "title") this.title = collapseSpace(this.#caption ?? "");
    if (mark === "heading") this.#startPart(collapseSpace(this.#caption ?? ""));
    if (mark === "title" || mark === "heading") this.#caption = null;
    if (mark === "main" || mark === "article" || depth === this.#partDepth) this.#endPart();
  }

  #startSummary(): void {
    if (this.summary !== null || this.parts.length > 0) return;
    this.summary = new TextPart("", this.#baseUrl);
    this.#part = this.summary;
    this.#partDepth = 0;
  }

  #startPart(heading: string): void {
    const special = specialPartOf(heading);
    this.#part = null;
    // The boxes beside the article repeat its images and links; of the other boxes there, none is the article's.
    if (heading === "" || (this.#counts.side > 0 && special !== "images" && special !== "topics")) return;
    this.#begin(this.#createPart(heading, special));
  }

  #createPart(heading: string, special: string | null): Part {
    if (special === "images") return new ImagesPart(heading, this.#baseUrl);
    if (special === "topics") return new LinksPart(heading, this.#baseUrl);
    return new TextPart(heading, this.#baseUrl);
  }

  #begin(part: Part): void {
    this.parts.push(part);
    this.#part = part;
    this.#partDepth = this.#wrapperDepths.at(-1) ?? 0;
  }

  /** The ids of the bodies tell the special parts even where a heading is worded in a new way. */
  #noteBody(attributes: Attributes): void {
    const special = specialPartWithId(attributes.id);
    const part = this.#part;
    if (special === null || part === null || part === this.summary || part.special === special) return;
    if (special !== "images" && special !== "topics") {
      part.special = special;
      return;
    }
    this.parts.pop();
    this.#begin(this.#createPart(part.heading, special));
  }

  #endPart(): void {
    this.#part = null;
    this.#partDepth = 0;
  }

  #noteLink(attributes: Attributes): void {
    const { rel, href, hreflang } = attributes;
    if (href === undefined) return;
    if (rel === "canonical") this.canonical ??= href;
    else if (rel === "alternate" && hreflang !== undefined)
      this.alternates.set(hreflang.slice(0, 2).toLowerCase(), href);
  }
}
