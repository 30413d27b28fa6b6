import { Language, type Provenance, toProvenance } from "../../content/index.js";
import {
  type Call,
  createRecords,
  createUpstream,
  type Eventual,
  type LifetimeSettings,
  type Platform,
  type Records,
  type SourceHealth,
  type Upstream,
  type UpstreamAnswer,
  whenThere,
} from "../../upstream/index.js";
import type { PageKey } from "./addresses.js";
import { EncyclopediaClient } from "./client.js";
import { openPage, parsePage } from "./parser.js";
import { toTeaser } from "./teaser.js";
import { type EncyclopediaLicense, sourceFactsOf } from "./terms.js";
import type { EncyclopediaLink, EncyclopediaPage, KeptPage } from "./types.js";
import { WholePages } from "./whole-pages.js";

type Article = KeptPage | EncyclopediaLink;

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
  readonly #pages: Records<KeptPage>;
  readonly #wholes: WholePages;

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
    this.#wholes = new WholePages(({ articleId, language }, reason) =>
      platform.log.warn({ source: "encyclopedia", articleId, language, reason }, "the rest of a page cannot be read"),
    );
  }

  /**
   * An article, or null when there is no such page; at once when memory holds it.
   * @throws UpstreamError
   */
  load(articleId: string, language: Language, call: Call): Eventual<KeptPage | null> {
    return this.#pages.load(`${language}/${articleId}`, call);
  }

  /**
   * Something that the page behind an article begins with; of the article perhaps only a link is known. At once when
   * that asks no upstream. Null when there is no such page.
   * @throws UpstreamError
   */
  opening<T>(article: Article, call: Call, select: (page: KeptPage) => T): Eventual<T | null> {
    if (isKept(article)) return select(article);
    return whenThere(this.load(article.articleId, article.language, call), (page) => page && select(page));
  }

  /** The same of anything on the page. */
  page<T>(article: Article, call: Call, select: (page: EncyclopediaPage) => T): Eventual<T | null> {
    return this.opening(article, call, (kept) => select(this.#whole(kept)));
  }

  /** Where a page came from, how old the copy is and how it may be used. */
  provenanceOf(page: KeptPage): Provenance {
    const facts = sourceFactsOf(this.#whole(page), this.#settings.license);
    return toProvenance(facts, this.#pages.copyOf(page));
  }

  health(): SourceHealth {
    return this.#upstream.health();
  }

  close(): Promise<void> {
    return this.#upstream.close();
  }

  #whole(page: KeptPage): EncyclopediaPage {
    return "page" in page ? this.#wholes.of(page) : page;
  }

  #createPages(platform: Platform): Records<KeptPage> {
    const { text } = this.#settings;
    // Cut before it is kept, so that neither memory nor the store ever holds more than may be shown.
    const read = (answer: UpstreamAnswer, key: PageKey): KeptPage =>
      text === "teaser" ? toTeaser(parsePage(answer.text, key)) : { ...openPage(answer, key), page: answer.pack() };
    const client = new EncyclopediaClient<KeptPage>(this.#upstream, read);
    return createRecords<KeptPage>(platform, this.#upstream, {
      // What is kept under one policy on texts is never shown under the other.
      kind: text === "full" ? "page" : "teaser",
      version: 3,
      // Every page is a question of its own, so several of them are under way at once.
      maxBatch: 1,
      lifetimes: { freshMs: 24 * HOUR_MS, staleMs: 7 * 24 * HOUR_MS, absentMs: 6 * HOUR_MS },
      fetchMany: async ([id = ""], call, held) => {
        return new Map([[id, await client.fetchPage(toKey(id), held(id)?.validator ?? null, call)]]);
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

function isKept(article: Article): article is KeptPage {
  return "summary" in article;
}
