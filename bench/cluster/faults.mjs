import { sleep } from "../upstream/processes.mjs";
import { ARTICLE, pmids } from "../upstream/questions.mjs";
import { quotaOf } from "./replicas.mjs";

/** Users who go on asking, mostly for what was asked before, until they are told to stop. */
function startLoad(gateways, from) {
  const answers = [];
  let going = true;
  let asked = 0;
  const user = async (index) => {
    for (let turn = index; going; turn++) {
      // A user of a gateway that was killed is sent to another one by the load balancer.
      const alive = gateways.filter(({ dead }) => !dead);
      const gateway = alive[turn % alive.length];
      const fresh = turn % 10 === 0;
      const [pmid] = pmids(fresh ? from + 200 + (asked++ % 3_000) : from + (turn % 200), 1);
      const at = Date.now();
      const answer = await gateway.ask(ARTICLE, { pmid }).catch((error) => ({ lost: !gateway.dead, error }));
      answers.push({
        ...answer,
        at,
        fresh,
        failed: answer.lost || (!gateway.dead && answer.data?.journalArticle?.pmid !== pmid),
      });
      await sleep(100);
    }
  };
  const users = Array.from({ length: 20 }, (_, index) => user(index));
  return {
    answers,
    stop: async () => {
      going = false;
      await Promise.all(users);
      return answers;
    },
  };
}

/** What users and PubMed see while something happens to Redis or to a gateway. */
async function during(cluster, from, trouble) {
  const gateways = await cluster.start(cluster.size, { GALEN_DEADLINE_MS: "6000" });
  const { result, calls } = await cluster.callsOf(async () => {
    const load = startLoad(gateways, from);
    await sleep(4_000);
    const healedAt = await trouble(gateways);
    await sleep(6_000);
    return { healedAt, answers: await load.stop() };
  });
  await cluster.stop(gateways.filter(({ dead }) => !dead));
  const failed = result.answers.filter((answer) => answer.failed);
  const late = result.answers.filter(({ at, ms }) => at > result.healedAt + 5_000 && ms > 3_000);
  return { ...result, failed, late, calls, ...quotaOf(calls) };
}

const TROUBLES = [
  [
    "Redis killed, back empty after 5 s",
    async (_gateways, { redis }) => {
      await redis.kill();
      await sleep(5_000);
      await redis.start();
      return Date.now();
    },
  ],
  [
    "packets to Redis dropped for 8 s",
    async (_gateways, { proxy }) => {
      proxy.swallow(true);
      await sleep(8_000);
      proxy.swallow(false);
      return Date.now();
    },
  ],
  [
    "one gateway killed with its leases",
    async (gateways) => {
      gateways[1].dead = true;
      await gateways[1].stop("SIGKILL");
      return Date.now();
    },
  ],
];

export async function* faults(cluster) {
  for (const [index, [title, trouble]] of TROUBLES.entries()) {
    const seen = await during(cluster, 8_000 + index * 3_500, (gateways) => trouble(gateways, cluster));
    const first = seen.failed[0];
    yield {
      bar: `${title}: no failed request`,
      figure: `${seen.failed.length} of ${seen.answers.length}${first ? ` (${JSON.stringify(first.errors?.[0] ?? String(first.error))})` : ""}`,
      pass: seen.failed.length === 0,
    };
    yield {
      bar: "… quota kept throughout",
      figure: `${seen.refused} refused; at most ${seen.most} of 3 in a second, ${seen.calls.length} calls`,
      pass: seen.refused === 0,
    };
    yield {
      bar: "… as quick as before 5 s later",
      figure: `${seen.late.length} answers over 3 s`,
      pass: seen.late.length === 0,
    };
  }
}
