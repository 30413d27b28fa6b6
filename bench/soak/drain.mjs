// The end of the gateway's life: a signal while it works, and what the next one knows.
import { Connection, toBytes } from "../serve/client.mjs";
import { sleep } from "../upstream/processes.mjs";
import { ARTICLES, pmids } from "../upstream/questions.mjs";
import { problemWith } from "./load.mjs";
import { PAGE } from "./questions.mjs";

const SLOW = 64;
const EACH = 5;
const SOURCE_MS = 2_000;
const UNDER_WAY_MS = 500;
/** Articles that nothing before has asked for. */
const FIRST_ARTICLE = 5_000;

/** SIGTERM while slow questions are under way. */
export async function* drain(gateway, bundled) {
  await bundled.behave({ pubmed: { latencyMs: SOURCE_MS } });
  const watch = await watchReadiness(gateway.url);
  let unanswered = SLOW;
  const asked = Array.from({ length: SLOW }, async (_, client) => {
    const connection = new Connection(`${gateway.url}/graphql`);
    const problem = await problemWith(connection, articles(gateway.url, client));
    unanswered--;
    return problem;
  });
  await sleep(UNDER_WAY_MS);
  const underWay = unanswered;
  const started = performance.now();
  gateway.signal("SIGTERM");
  const readiness = await watch.dropped();
  const whenDropped = { ms: performance.now() - started, unanswered };
  const problems = (await Promise.all(asked)).filter((problem) => problem !== null);
  const answeredMs = performance.now() - started;
  const code = await gateway.exited;
  const endedMs = performance.now() - started;
  await bundled.behave({ pubmed: { latencyMs: 0 } });
  yield {
    bar: `SIGTERM with ${SLOW} slow questions in flight: all get whole answers`,
    figure: `${SLOW - problems.length} of ${underWay}, the last after ${Math.round(answeredMs)} ms${problems.length ? `: ${problems[0]}` : ""}`,
    pass: problems.length === 0 && underWay === SLOW,
  };
  yield {
    bar: "… readiness drops before the first of them is answered",
    figure: `${readiness} after ${Math.round(whenDropped.ms)} ms, ${whenDropped.unanswered} unanswered`,
    pass: readiness === 503 && whenDropped.unanswered === SLOW,
  };
  yield { bar: "… the process ends with 0", figure: `${code} after ${Math.round(endedMs)} ms`, pass: code === 0 };
}

function articles(url, client) {
  const wanted = pmids(FIRST_ARTICLE + client * EACH, EACH);
  const isRight = (body, status) =>
    status === 200 && wanted.every((pmid) => body.includes(`"pmid":"${pmid}"`)) && !body.includes('"errors"');
  return { bytes: toBytes(`${url}/graphql`, ARTICLES, { pmids: wanted }), isRight };
}

/** Asks for readiness on a connection that was there before. */
async function watchReadiness(url) {
  const connection = new Connection(url);
  const bytes = Buffer.from(`GET /health/ready HTTP/1.1\r\nhost: ${new URL(url).host}\r\n\r\n`);
  const status = async () => Number(Buffer.concat(await connection.ask(bytes)).latin1Slice(9, 12));
  if ((await status()) !== 200) throw new Error("The gateway is not ready");
  return {
    /** Resolves to the first status that is not 200, or to a reason. */
    dropped: async () => {
      for (;;) {
        const found = await status().catch((error) => error.message);
        if (found !== 200) return found;
        await sleep(1);
      }
    },
  };
}

/** Everything that the gateway had answered is in the store: another one answers it while no source can be reached. */
export async function* warmAgain(start, bundled) {
  await bundled.behave({ medlineplus: { down: true }, pubmed: { down: true }, clinicaltrials: { down: true } });
  const gateway = await start();
  const connection = new Connection(`${gateway.url}/graphql`);
  const pages = Array.from({ length: 20 }, (_, topic) => ({
    bytes: toBytes(`${gateway.url}/graphql`, PAGE, { slug: `condition${topic}` }),
    isRight: (body, status) =>
      status === 200 && body.includes(`"title":"Condition ${topic}"`) && !body.includes('"errors"'),
  }));
  const questions = [...pages, ...Array.from({ length: SLOW }, (_, client) => articles(gateway.url, client))];
  const problems = [];
  for (const question of questions) problems.push(await problemWith(connection, question));
  const failed = problems.filter((problem) => problem !== null);
  connection.close();
  gateway.signal("SIGTERM");
  await gateway.exited;
  yield {
    bar: "… the next gateway on its store answers everything with all sources down",
    figure: `${questions.length - failed.length} of ${questions.length}${failed.length ? `: ${failed[0]}` : ""}`,
    pass: failed.length === 0,
  };
}
