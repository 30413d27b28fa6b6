import { escapeText, type HtmlElement, isInline } from "./html-elements.js";
import { type Frame, openFrame, pathOf, ROOT_FRAME } from "./html-frames.js";
import { PlainTextWriter } from "./plain-text.js";
import type { RichText } from "./rich-text.js";

/** Both forms of a text together are never longer than about twice this number of characters. */
const LONGEST_OUTPUT = 1_000_000;
const WHITE_SPACE = /[\s\p{Cc}]+/gu;
/** Whether there is white space to be collapsed: most text has only single spaces, and this is quicker to see. */
const UNEVEN = / {2}|[^\S ]|[^ -~\u00a1-\uffff]/;

/**
 * Rebuilds a fragment of HTML from an allow-list, in both forms, from the events of a parser.
 *
 * Feed it `open`, `text` and `close` in the parser's order, then `finish`. Whatever comes in, the HTML is balanced:
 * only this class writes tags, always from its own stack.
 */
export class RichTextWriter {
  readonly #baseUrl: string | undefined;
  readonly #plain = new PlainTextWriter();
  readonly #frames: Frame[] = [];
  #frame: Frame = ROOT_FRAME;
  #html = "";
  #open: readonly HtmlElement[] = [];
  #openFor: Frame | null = null;
  #space = false;
  #boundary = false;
  #breaks = 0;
  #atBlockStart = true;

  constructor(baseUrl?: string) {
    this.#baseUrl = baseUrl;
  }

  /** How many elements of the source are open. */
  get depth(): number {
    return this.#frames.length;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#frames.push(this.#frame);
    this.#frame = openFrame(this.#frame, name, attributes, this.#baseUrl);
    this.#noteBoundary();
    if (this.#frame.role === "break") this.#breaks = Math.min(2, this.#breaks + 1);
    // An empty cell is written too: without it, the cells after it would stand in the wrong column.
    else if (this.#isCell() && !this.#isFull()) this.#moveTo(this.#frame.containers);
  }

  close(): void {
    this.#noteBoundary();
    this.#frame = this.#frames.pop() ?? ROOT_FRAME;
  }

  text(data: string): void {
    if (this.#frame.role === "dropped" || this.#isFull()) return;
    const collapsed = UNEVEN.test(data) ? data.replace(WHITE_SPACE, " ") : data;
    const words = collapsed.trim();
    if (collapsed.startsWith(" ")) this.#space = true;
    if (words === "") return;
    this.#moveToFrame();
    this.#writeGap();
    this.#html += escapeText(words);
    this.#plain.write(words);
    this.#atBlockStart = false;
    this.#space = collapsed.endsWith(" ");
  }

  finish(): RichText {
    this.#closeTo(0);
    // The parser can cut a character in two where a tag is broken, and half of one is no text.
    return { html: this.#html.toWellFormed(), text: this.#plain.finish().toWellFormed() };
  }

  #isFull(): boolean {
    return this.#html.length > LONGEST_OUTPUT;
  }

  #isCell(): boolean {
    const name = this.#frame.role === "container" ? this.#frame.containers.at(-1)?.name : undefined;
    return name === "td" || name === "th";
  }

  #noteBoundary(): void {
    if (this.#frame.role === "paragraph" || this.#frame.role === "container") this.#boundary = true;
  }

  /** Makes the current frame's place the one that is written to. */
  #moveToFrame(): void {
    if (this.#openFor === this.#frame && !this.#boundary) return;
    this.#moveTo(pathOf(this.#frame));
    this.#openFor = this.#frame;
  }

  /** Closes and opens what it takes to stand inside exactly these elements. */
  #moveTo(target: readonly HtmlElement[]): void {
    const shared = sharedLength(this.#open, target);
    const closesBlock = this.#open.slice(shared).some((element) => !isInline(element));
    const opensBlock = target.slice(shared).some((element) => !isInline(element));
    this.#closeTo(shared);
    if (closesBlock || opensBlock) this.#startBlock();
    else if (this.#boundary) this.#breakWithoutTag();
    if (!opensBlock) this.#writeGap();
    for (const element of target.slice(shared)) this.#openElement(element);
    this.#open = target;
    this.#openFor = null;
    this.#boundary = false;
  }

  #startBlock(): void {
    this.#atBlockStart = true;
    this.#space = false;
    this.#breaks = 0;
  }

  /** Two runs of text that blocks without a tag of their own hold apart. */
  #breakWithoutTag(): void {
    this.#space = true;
    if (!this.#atBlockStart) this.#plain.breakLine();
  }

  /** The white space and line breaks that were met since the last word, between words of one block only. */
  #writeGap(): void {
    if (!this.#atBlockStart) {
      if (this.#breaks > 0) {
        this.#html += "<br>".repeat(this.#breaks);
        this.#plain.breakLine();
      } else if (this.#space) {
        this.#html += " ";
        this.#plain.space();
      }
    }
    this.#breaks = 0;
    this.#space = false;
  }

  #openElement(element: HtmlElement): void {
    this.#html += `<${element.name}${element.attributes}>`;
    if (!isInline(element)) this.#plain.open(element.name);
  }

  #closeTo(length: number): void {
    for (let index = this.#open.length - 1; index >= length; index -= 1) {
      const element = this.#open[index];
      if (element === undefined) continue;
      this.#html += `</${element.name}>`;
      if (!isInline(element)) this.#plain.close(element.name);
    }
    this.#open = this.#open.slice(0, length);
  }
}

function sharedLength(one: readonly HtmlElement[], other: readonly HtmlElement[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return length;
}
