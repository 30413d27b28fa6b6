import {
  createCall,
  createMemoryStore,
  createRecords,
  createUpstream,
  systemClock,
} from "../../dist/upstream/index.js";
import { sleep } from "./processes.mjs";
import { ARTICLE, pmids } from "./questions.mjs";

const ASKERS = 1_000;

/** What a record that is in memory costs from the loader down, the part that no answer can do without. */
export async function* memoryHit() {
  const silent = { info() {}, warn() {}, error() {} };
  const platform = {
    clock: systemClock,
    log: silent,
    store: createMemoryStore(),
    userAgent: "bench",
    memoryBytes: 1e8,
  };
  const quota = { requests: 1, windowMs: 1, concurrency: 1 };
  const upstream = createUpstream(platform, { source: "bench", baseUrl: "http://127.0.0.1:9", quota });
  const records = createRecords(platform, upstream, {
    kind: "record",
    version: 1,
    maxBatch: 1,
    lifetimes: { freshMs: 1e9, staleMs: 1e9, absentMs: 1e9 },
    fetchMany: async () => new Map(),
  });
  const ids = Array.from({ length: 2_000 }, (_, index) => String(index));
  for (const id of ids) records.put(id, { id, title: `Record ${id}` });
  const one = await best(async () => {
    const call = createCall(systemClock, { deadlineMs: 5_000 });
    for (const id of ids) records.load(id, call);
  });
  yield { bar: "a record in memory, asked for one by one: under 5 µs", figure: `${one.toFixed(2)} µs`, pass: one < 5 };
  const many = await best(() => records.loadMany(ids, createCall(systemClock, { deadlineMs: 5_000 })));
  yield { bar: "a record in memory, asked for in a list: under 5 µs", figure: `${many.toFixed(2)} µs`, pass: many < 5 };
  await upstream.close();

  /** Microseconds per record in the best of some rounds: what others do on this machine only ever adds. */
  async function best(work) {
    let fastest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 200; round++) {
      const started = performance.now();
      await work();
      fastest = Math.min(fastest, performance.now() - started);
    }
    return (fastest * 1_000) / ids.length;
  }
}

/** A thousand clients at once ask for a record that nobody has asked for yet. */
export async function* coldRecord({ start, callsOf }) {
  const gateway = await start();
  const [pmid] = pmids(0, 1);
  const { result, calls } = await callsOf(() => askAll(gateway, pmid));
  const whole = result.filter(({ data }) => data?.journalArticle?.pmid === pmid).length;
  yield {
    bar: `${ASKERS} requests at once for one cold record: 1 upstream call`,
    figure: `${calls.length} call, ${whole} of ${ASKERS} answered`,
    pass: calls.length === 1 && whole === ASKERS,
  };
  await gateway.stop();
}

/** The same at the moment at which the record turns stale, with an upstream so slow that a wait would show. */
export async function* turningStale({ start, callsOf, bundled }) {
  const gateway = await start({ GALEN_PUBMED_FRESH_SECONDS: "3" });
  const [pmid] = pmids(1, 1);
  await gateway.ask(ARTICLE, { pmid });
  const stored = performance.now();
  await askAll(gateway, pmids(2, 1)[0]);
  await bundled.behave({ pubmed: { latencyMs: 4_000 } });
  await sleep(Math.max(0, 3_100 - (performance.now() - stored)));
  const { result, calls } = await callsOf(async () => {
    const answers = await askAll(gateway, pmid);
    await sleep(4_500);
    return answers;
  });
  const slowest = Math.max(...result.map(({ ms }) => ms));
  const whole = result.filter(({ data }) => data?.journalArticle?.pmid === pmid).length;
  const stale = result.filter(({ data }) => data?.journalArticle?.provenance.freshness === "STALE").length;
  yield {
    bar: `${ASKERS} requests at once when it turns stale: 1 upstream call (of 4 s), nobody waits`,
    figure: `${calls.length} call, ${whole} answered (${stale} stale), slowest ${Math.round(slowest)} ms`,
    pass: calls.length === 1 && whole === ASKERS && slowest < 3_500,
  };
  await gateway.stop();
}

function askAll(gateway, pmid) {
  return Promise.all(Array.from({ length: ASKERS }, () => gateway.ask(ARTICLE, { pmid })));
}
