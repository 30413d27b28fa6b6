import { Language, type Provenance, toProvenance } from "../../content/index.js";
import {
  type Call,
  createRecords,
  createUpstream,
  type Fetched,
  type LifetimeSettings,
  type Platform,
  type Records,
  type SourceHealth,
  type Upstream,
} from "../../upstream/index.js";
import type { PageKey } from "./addresses.js";
import { EncyclopediaClient } from "./client.js";
import { toTeaser } from "./teaser.js";
import { type EncyclopediaLicense, sourceFactsOf } from "./terms.js";
import type { EncyclopediaLink, EncyclopediaPage } from "./types.js";

export interface EncyclopediaSettings {
  /** Where the pages are fetched from, without a trailing slash. */
  baseUrl: string;
  /**
   * `teaser` shows of an article its title, links, the first sentences of its summary, its headings and its review
   * date, and keeps no more than that either. `full` needs the owner's licence.
   */
  text: "full" | "teaser";
  license: EncyclopediaLicense;
  /** Most pages fetched at the same time. Default 12: a topic page needs about that many. */
  pageConcurrency?: number;
  /** Most fetches that begin within a second; null for twice `pageConcurrency`. */
  pagesPerSecond?: number | null;
  /** What the operator has set of how long pages are kept. */
  lifetimes?: LifetimeSettings;
}

const HOUR_MS = 3_600_000;
const PAGE_CONCURRENCY = 12;
/** Each place may begin so many fetches a second, so that one setting is enough to say how hard the host is asked. */
const STARTS_PER_PLACE = 2;
/** The largest real pages have about 100 KB. */
const LARGEST_PAGE_BYTES = 2_000_000;

/** The encyclopedia, once per process. */
export class Encyclopedia {
  readonly #settings: EncyclopediaSettings;
  readonly #upstream: Upstream;
  readonly #pages: Records<EncyclopediaPage>;

  constructor(platform: Platform, settings: EncyclopediaSettings) {
    const concurrency = settings.pageConcurrency ?? PAGE_CONCURRENCY;
    this.#settings = settings;
    this.#upstream = createUpstream(platform, {
      source: "encyclopedia",
      baseUrl: settings.baseUrl,
      quota: { requests: settings.pagesPerSecond ?? STARTS_PER_PLACE * concurrency, windowMs: 1000, concurrency },
      maxBodyBytes: LARGEST_PAGE_BYTES,
      lifetimes: settings.lifetimes,
    });
    this.#pages = this.#createPages(platform);
  }

  /**
   * An article, or null when there is no such page; at once when memory holds it.
   * @throws UpstreamError
   */
  load(articleId: string, language: Language, call: Call): EncyclopediaPage | null | Promise<EncyclopediaPage | null> {
    return this.#pages.load(`${language}/${articleId}`, call);
  }

  /**
   * Something of the page behind an article of which perhaps only a link is known; at once when that asks no upstream.
   * Null when there is no such page.
   * @throws UpstreamError
   */
  page<T>(
    article: EncyclopediaPage | EncyclopediaLink,
    call: Call,
    select: (page: EncyclopediaPage) => T,
  ): T | null | Promise<T | null> {
    if (isWhole(article)) return select(article);
    const page = this.load(article.articleId, article.language, call);
    if (page instanceof Promise) return page.then((loaded) => (loaded === null ? null : select(loaded)));
    return page === null ? null : select(page);
  }

  /** Where a page came from, how old the copy is and how it may be used. */
  provenanceOf(page: EncyclopediaPage): Provenance {
    return toProvenance(sourceFactsOf(page, this.#settings.license), this.#pages.copyOf(page));
  }

  health(): SourceHealth {
    return this.#upstream.health();
  }

  close(): Promise<void> {
    return this.#upstream.close();
  }

  #createPages(platform: Platform): Records<EncyclopediaPage> {
    const client = new EncyclopediaClient(this.#upstream);
    const { text } = this.#settings;
    return createRecords<EncyclopediaPage>(platform, this.#upstream, {
      // What is kept under one policy on texts is never shown under the other.
      kind: text === "full" ? "page" : "teaser",
      version: 1,
      // Every page is a question of its own, so several of them are under way at once.
      maxBatch: 1,
      lifetimes: { freshMs: 24 * HOUR_MS, staleMs: 7 * 24 * HOUR_MS, absentMs: 6 * HOUR_MS },
      fetchMany: async ([id = ""], call, held) => {
        const fetched = await client.fetchPage(toKey(id), held(id)?.validator ?? null, call);
        return new Map([[id, text === "teaser" ? shortened(fetched) : fetched]]);
      },
    });
  }
}

export function createEncyclopedia(platform: Platform, settings: EncyclopediaSettings): Encyclopedia {
  return new Encyclopedia(platform, settings);
}

function toKey(recordId: string): PageKey {
  const slash = recordId.indexOf("/");
  const language = recordId.slice(0, slash) === Language.SPANISH ? Language.SPANISH : Language.ENGLISH;
  return { articleId: recordId.slice(slash + 1), language };
}

/** Cut before it is kept, so that neither memory nor the store ever holds more than may be shown. */
function shortened(fetched: Fetched<EncyclopediaPage>): Fetched<EncyclopediaPage> {
  return "value" in fetched && fetched.value !== null ? { ...fetched, value: toTeaser(fetched.value) } : fetched;
}

function isWhole(article: EncyclopediaPage | EncyclopediaLink): article is EncyclopediaPage {
  return "sections" in article;
}
