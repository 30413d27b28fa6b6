import type { GatewayServer, PracticeRoom, StoredOperation } from "./server/index.js";
import { type MedlinePlus, openPracticeSources, type SourcesSettings } from "./sources/index.js";
import { type Log, type Store, systemClock } from "./upstream/index.js";

/** What a practice run needs of the gateway. */
export interface PracticeOptions {
  server: Pick<GatewayServer, "openPracticeRoom" | "loadCompiler">;
  /** The topics that are there: practised questions are about them. */
  medlineplus: MedlinePlus;
  encyclopedia: SourcesSettings["encyclopedia"];
  operations: ReadonlyMap<string, StoredOperation>;
  log: Log;
}

const LIST = `query ($first: Int!, $after: String) {
  healthTopics(first: $first, after: $after) {
    pageInfo { endCursor }
    nodes {
      slug title
      encyclopediaArticles { title }
      journalArticles(first: 3) { nodes { pmid title { text } } }
    }
  }
}`;

/** Reading records is what takes longest of a list, so it is practised on more of them than lists have. */
const ARTICLES = `query ($pmids: [ID!]!) { journalArticles(pmids: $pmids) { pmid title { text } } }`;
const PMIDS = Array.from({ length: 100 }, (_, index) => String(10_000_000 + index));

/**
 * How many topics the lists have, and how many pages follow each: a short one first, as nothing is fast yet. A few times as
 * much made first lists ten milliseconds faster at best, and the heap tens of megabytes larger.
 */
const LISTS = [1, 5, 5];
const PAGES_AFTER_LIST = 1;
const RECORD_BYTES = 200_000;

/** Nothing is looked for twice. */
const FORGETFUL: Store = {
  getMany: async (keys) => keys.map(() => undefined),
  setMany: async () => undefined,
  deleteMany: async () => undefined,
  close: async () => undefined,
};
const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface TopicList {
  healthTopics: { pageInfo: { endCursor: string | null }; nodes: { slug: string }[] };
}

/**
 * Asks the gateway questions over HTTP that fetch records of no content from an upstream inside this process, so that
 * all code between a question and its answer has run before somebody asks. Without it the first list of a process took 230
 * ms and the first page 250, with it 155 and 140, of which 125 and 120 are the upstreams'. Rejects never.
 */
export async function practise(options: PracticeOptions, signal: AbortSignal): Promise<void> {
  const { server, medlineplus, encyclopedia, log } = options;
  const closing: { close(): Promise<void> }[] = [];
  try {
    const platform = {
      clock: systemClock,
      log: SILENT,
      store: FORGETFUL,
      userAgent: "galen",
      memoryBytes: RECORD_BYTES,
    };
    const practice = await openPracticeSources(platform, medlineplus, encyclopedia);
    closing.push(practice);
    const room = await server.openPracticeRoom(() => ({ ...practice.sources }));
    closing.push(room);
    await askThrough(room, options, signal);
    server.loadCompiler();
  } catch (error) {
    if (!signal.aborted) log.warn({ reason: String(error) }, "no practice: the first questions will be slower");
  } finally {
    await Promise.allSettled(closing.map((one) => one.close()));
  }
}

async function askThrough(room: PracticeRoom, { operations }: PracticeOptions, signal: AbortSignal): Promise<void> {
  const page = operations.get("TopicPage")?.text ?? LIST;
  let after: string | null = null;
  await room.ask(ARTICLES, { pmids: PMIDS }, signal);
  for (const first of LISTS) {
    const { data } = await room.ask(LIST, { first, after }, signal);
    const topics: TopicList["healthTopics"] | undefined = (data as TopicList | undefined)?.healthTopics;
    if (!topics) return;
    after = topics.pageInfo.endCursor;
    for (const { slug } of topics.nodes.slice(0, PAGES_AFTER_LIST)) await room.ask(page, { slug }, signal);
  }
}
