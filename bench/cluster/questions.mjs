import { sleep } from "../upstream/processes.mjs";
import { ARTICLE, ARTICLES, pmids } from "../upstream/questions.mjs";
import { LATENCY_MS, PER_SECOND, quotaOf } from "./replicas.mjs";

const QUESTIONS = 400;
const EACH = 5;
const BATCH = 200;

/** Four hundred clients at once, each with articles of its own, spread over all gateways. */
export async function* manyQuestions(cluster) {
  for (const replicas of [...new Set([1, 2, cluster.size])]) {
    const gateways = await cluster.start(replicas);
    const one = await gateways[0].ask(ARTICLES, { pmids: pmids(19_000 + 200 * replicas, 100) });
    await sleep(2_000);
    const { result, calls } = await cluster.callsOf(() =>
      Promise.all(
        Array.from({ length: QUESTIONS }, (_, client) =>
          gateways[client % replicas].ask(ARTICLES, { pmids: pmids(client * EACH + replicas * 4_000, EACH) }),
        ),
      ),
    );
    const wallMs = Math.max(...result.map(({ ms }) => ms));
    const whole = result.filter(({ data }) => data?.journalArticles?.every((article) => article !== null)).length;
    const { most, refused } = quotaOf(calls);
    const least = Math.floor(((QUESTIONS * EACH) / BATCH - 1) / PER_SECOND) * 1_000 + one.ms;
    const title = `${replicas} gateway${replicas === 1 ? "" : "s"}, ${QUESTIONS} questions at once, 3 calls a second`;
    yield { bar: `${title}: no 429`, figure: `${refused}; at most ${most} calls in a second`, pass: refused === 0 };
    yield { bar: "… all answers complete", figure: `${whole}, ${calls.length} calls`, pass: whole === QUESTIONS };
    yield {
      bar: "… wall time at most 1.4 times the least that quota and batch size allow",
      figure: `${(wallMs / least).toFixed(2)} (${Math.round(wallMs)} ms of ${Math.round(least)} ms)`,
      pass: wallMs <= 1.4 * least,
    };
    await cluster.stop(gateways);
  }
}

/** Everybody asks every gateway for one record that nobody has. */
export async function* oneRecord(cluster) {
  const gateways = await cluster.start();
  const [pmid] = pmids(0, 1);
  await cluster.bundled.behave({ pubmed: { latencyMs: 1_000 } });
  const { result, calls } = await cluster.callsOf(() =>
    Promise.all(Array.from({ length: 400 }, (_, client) => gateways[client % gateways.length].ask(ARTICLE, { pmid }))),
  );
  await cluster.bundled.behave({ pubmed: { latencyMs: LATENCY_MS } });
  const whole = result.filter(({ data }) => data?.journalArticle?.pmid === pmid).length;
  yield {
    bar: `${gateways.length} gateways, one cold record, 400 askers: 1 upstream call`,
    figure: `${calls.length} call, ${whole} answered, slowest ${Math.round(Math.max(...result.map(({ ms }) => ms)))} ms`,
    pass: calls.length === 1 && whole === 400,
  };
  await cluster.stop(gateways);
}

const COPY = "query($pmid: ID!) { journalArticle(pmid: $pmid) { provenance { retrievedAt freshness } } }";

/** A record that one gateway has fetched again is what all of them show a moment later. */
export async function* refreshed(cluster) {
  const gateways = await cluster.start(cluster.size, { GALEN_PUBMED_FRESH_SECONDS: "3" });
  const [pmid] = pmids(1, 1);
  const copyAt = async (gateway) => (await gateway.ask(COPY, { pmid })).data.journalArticle.provenance.retrievedAt;
  for (const gateway of gateways) await copyAt(gateway);
  await sleep(3_200);
  const old = await copyAt(gateways[0]);
  while ((await copyAt(gateways[0])) === old) await sleep(10);
  const since = performance.now();
  let agree = false;
  while (!agree && performance.now() - since < 5_000) {
    const copies = await Promise.all(gateways.map(copyAt));
    agree = copies.every((copy) => copy === copies[0] && copy !== old);
  }
  const ms = performance.now() - since;
  yield {
    bar: "a record refreshed through one is seen by the others within 1 s",
    figure: `${Math.round(ms)} ms`,
    pass: agree && ms < 1_000,
  };
  await cluster.stop(gateways);
}
