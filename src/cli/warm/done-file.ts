import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { WarmTopic } from "./topics.js";

/**
 * Which topics of a list are done, so that a run that was ended is gone on with. Its first line stands for the list;
 * a topic is appended when all of it has been fetched, so whatever ends the process, no more than that one is lost.
 */
export class DoneFile {
  readonly #file: string;
  readonly #head: string;
  readonly #done: Set<string>;

  constructor(folder: string, topics: readonly WarmTopic[]) {
    this.#file = join(folder, "warm-progress.txt");
    this.#head = createHash("sha256").update(JSON.stringify(topics)).digest("hex");
    const [head, ...done] = existsSync(this.#file) ? readFileSync(this.#file, "utf8").trimEnd().split("\n") : [];
    this.#done = new Set(head === this.#head ? done : []);
    if (head !== this.#head) this.restart();
  }

  get size(): number {
    return this.#done.size;
  }

  has({ slug }: WarmTopic): boolean {
    return this.#done.has(slug);
  }

  add({ slug }: WarmTopic): void {
    this.#done.add(slug);
    appendFileSync(this.#file, `${slug}\n`);
  }

  /** Forgets what was done. */
  restart(): void {
    this.#done.clear();
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, `${this.#head}\n`);
  }

  /** To be called when the whole list is done. */
  remove(): void {
    rmSync(this.#file, { force: true });
  }
}
