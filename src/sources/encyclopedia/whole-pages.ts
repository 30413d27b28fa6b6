import { LRUCache } from "lru-cache";
import { UnreadableAnswerError, UpstreamError } from "../../upstream/index.js";
import { readOn } from "./parser.js";
import type { EncyclopediaPage, OpenedPage } from "./types.js";

/** Most characters of the pages that are remembered as a whole. Each is twice as large again when it has been read. */
const MOST_CHARACTERS = 5_000_000;

/** Reads the rest of pages when somebody asks for it, and remembers those that were asked for lately. */
export class WholePages {
  readonly #read = new LRUCache<OpenedPage, EncyclopediaPage | UpstreamError>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (_, { html }) => Math.max(1, html.length),
  });

  /** @param onUnreadable told once of a page whose rest cannot be read */
  constructor(private readonly onUnreadable: (page: OpenedPage, reason: string) => void) {}

  /** @throws UpstreamError "malformed" for a page whose rest cannot be read */
  of(page: OpenedPage): EncyclopediaPage {
    let whole = this.#read.get(page);
    if (!whole) {
      whole = this.#tryToRead(page);
      this.#read.set(page, whole);
    }
    if (whole instanceof UpstreamError) throw whole;
    return whole;
  }

  #tryToRead(page: OpenedPage): EncyclopediaPage | UpstreamError {
    try {
      return readOn(page);
    } catch (error) {
      if (!(error instanceof UnreadableAnswerError)) throw error;
      this.onUnreadable(page, error.message);
      return new UpstreamError("encyclopedia", "malformed", error.message, { cause: error });
    }
  }
}
