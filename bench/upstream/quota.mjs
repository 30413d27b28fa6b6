import { sleep } from "./processes.mjs";
import { ARTICLES, pmids, TOPIC_LIST } from "./questions.mjs";

const CLIENTS = 200;
const EACH = 10;
const BATCH = 200;
/** Most articles that one question may ask for. */
const LARGEST_QUESTION = 100;
const PER_SECOND = 3;

/** Two hundred clients at once, each with ten articles of its own, under NCBI's quota. */
export async function* manyRecords({ start, callsOf }) {
  const gateway = await start();
  await gateway.ask(ARTICLES, { pmids: pmids(19_500, LARGEST_QUESTION) });
  const one = await gateway.ask(ARTICLES, { pmids: pmids(19_000, LARGEST_QUESTION) });
  if (one.errors.length > 0) throw new Error(JSON.stringify(one.errors));
  const oneBatchMs = one.ms;
  await sleep(2_000);
  const { result, calls } = await callsOf(() =>
    Promise.all(
      Array.from({ length: CLIENTS }, (_, client) => gateway.ask(ARTICLES, { pmids: pmids(client * EACH, EACH) })),
    ),
  );
  const wallMs = Math.max(...result.map(({ ms }) => ms), 0);
  const refused = calls.filter(({ status }) => status === 429).length;
  const whole = result.filter(({ data }) => data?.journalArticles?.every((article) => article !== null)).length;
  // The last of ten batches cannot start before three full seconds of three each have passed.
  const least = Math.floor(((CLIENTS * EACH) / BATCH - 1) / PER_SECOND) * 1_000 + oneBatchMs;
  yield {
    bar: "2,000 articles for 200 clients at once, 3 calls a second: no 429",
    figure: `${refused}`,
    pass: refused === 0,
  };
  yield {
    bar: "… all answers complete",
    figure: `${whole} of ${CLIENTS}, ${calls.length} calls`,
    pass: whole === CLIENTS,
  };
  yield {
    bar: "… wall time at most 1.3 times the least that quota and batch size allow",
    figure: `${(wallMs / least).toFixed(2)} (${Math.round(wallMs)} ms of ${Math.round(least)} ms)`,
    pass: wallMs <= 1.3 * least,
  };
  await gateway.stop();
}

/** A list of twenty topics across all sources: by one client, and by fifty at once, each time with nothing cached. */
export async function* topicList({ start, callsOf }) {
  for (const [clients, startsWith] of [
    [1, "Condition 1"],
    [50, "Condition 1"],
  ]) {
    const gateway = await start({ GALEN_DEADLINE_MS: "30000" });
    const { result, calls } = await callsOf(() =>
      Promise.all(Array.from({ length: clients }, () => gateway.ask(TOPIC_LIST, { startsWith }))),
    );
    const broken = result.filter(({ data, errors }) => errors.length > 0 || !data);
    const topics = result[0].data?.healthTopics?.nodes ?? [];
    const expected = expectedCalls(topics);
    const found = tally(calls);
    yield {
      bar: `20 topics with pages, citations and trials, cold, ${clients} at once: not one call too many`,
      figure: `${found.efetch} efetch, ${found.searches} of ${expected.searches} searches, ${found.pages} of ${expected.pages} pages, ${found.others} others, ${broken.length} incomplete${broken[0] ? ` (${JSON.stringify(broken[0].errors[0])})` : ""}`,
      pass:
        topics.length === 20 &&
        broken.length === 0 &&
        found.efetch === 1 &&
        found.searches === expected.searches &&
        found.pages === expected.pages &&
        found.others === 0,
    };
    await gateway.stop();
  }
}

function expectedCalls(topics) {
  const pages = new Set(topics.flatMap(({ encyclopediaArticles }) => encyclopediaArticles.map(({ title }) => title)));
  return { pages: pages.size, searches: topics.length };
}

/** The registry's version is looked at once, beside the first question, and is no call for a record. */
function tally(calls) {
  const count = (pattern) => calls.filter(({ path }) => pattern.test(path)).length;
  const found = { efetch: count(/efetch/), searches: count(/\/studies$/), pages: count(/\/ency\//) };
  return { ...found, others: calls.length - found.efetch - found.searches - found.pages - count(/\/version$/) };
}
