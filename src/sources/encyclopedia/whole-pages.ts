import { LRUCache } from "lru-cache";
import { UnreadableAnswerError, UpstreamError, unpack } from "../../upstream/index.js";
import { parsePage } from "./parser.js";
import type { EncyclopediaPage, OpenedPage } from "./types.js";

/** Most characters of the pages, as they are kept, that are remembered as a whole. Read, one has about five times as many. */
const MOST_CHARACTERS = 2_000_000;

/** Reads the rest of pages when somebody asks for it, and remembers those that were asked for lately. */
export class WholePages {
  readonly #read = new LRUCache<OpenedPage, EncyclopediaPage | UpstreamError>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (_, { page }) => Math.max(1, page.data.length),
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
      return parsePage(unpack(page.page), page);
    } catch (error) {
      if (!(error instanceof UnreadableAnswerError)) throw error;
      this.onUnreadable(page, error.message);
      return new UpstreamError("encyclopedia", "malformed", error.message, { cause: error });
    }
  }
}
