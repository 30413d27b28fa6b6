/**
 * Writes the plain form of a text: blocks on lines of their own, list items after `- ` (nested ones indented by two
 * spaces a level), the cells of a table row parted by ` | `.
 */
export class PlainTextWriter {
  #text = "";
  #lineEnds = false;
  #marker = "";
  #lists = 0;
  #cells = 0;
  #rowStarts = false;
  #separated = true;

  /** A block or cell opens. */
  open(name: string): void {
    this.#lineEnds = true;
    if (name === "ul" || name === "ol") this.#lists += 1;
    else if (name === "li") this.#marker = "- ";
    else if (name === "tr") this.#rowStarts = true;
    else if (name === "td" || name === "th") this.#openCell();
  }

  close(name: string): void {
    this.#lineEnds = true;
    if (name === "ul" || name === "ol") this.#lists -= 1;
    else if (name === "td" || name === "th") this.#cells -= 1;
  }

  /** What follows stands on a line of its own. */
  breakLine(): void {
    this.#lineEnds = true;
  }

  /** A space between words of one line. */
  space(): void {
    if (!this.#lineEnds) this.#text += " ";
  }

  write(words: string): void {
    if (this.#lineEnds) this.#startLine();
    this.#text += words;
    this.#separated = false;
  }

  finish(): string {
    const text = this.#text.includes(" \n") ? this.#text.replace(/ +$/gm, "") : this.#text;
    return text.trim();
  }

  #openCell(): void {
    if (this.#rowStarts) this.#startLine();
    else this.#text += " | ";
    this.#rowStarts = false;
    this.#lineEnds = false;
    this.#separated = true;
    this.#cells += 1;
  }

  #startLine(): void {
    const indentation = "  ".repeat(Math.max(0, this.#marker === "" ? this.#lists : this.#lists - 1));
    // A line feed inside a cell would look like a new row.
    if (this.#cells > 0) this.#text += this.#separated ? "" : " ";
    else if (this.#text !== "") this.#text += `\n${indentation}`;
    this.#text += this.#marker;
    this.#marker = "";
    this.#lineEnds = false;
  }
}
