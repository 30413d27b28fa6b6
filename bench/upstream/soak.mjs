import { seeded } from "../volume.mjs";
import { sleep } from "./processes.mjs";
import { ARTICLES, pmids, TOPIC_PAGE } from "./questions.mjs";

const SEARCH = "query($condition: String!) { searchClinicalTrials(condition: $condition, first: 5) { totalCount } }";
const CLIENTS = 20;
const PAUSE_MS = 50;
/** What a process may hold more after the load than before it; the caches have a bound of their own, and are warm before. */
const HEAP_GROWTH_BYTES = 20_000_000;

/** Mixed load with 5 % faults; afterwards the process holds what it held before, but for what its caches may keep. */
export async function* soak({ start, bundled, minutes }) {
  const faults = { faultRate: 0.05 };
  await bundled.behave({ medlineplus: faults, pubmed: faults, clinicaltrials: faults });
  const gateway = await start({
    GALEN_RECORD_MEMORY_MB: "4",
    GALEN_PUBMED_FRESH_SECONDS: "5",
    GALEN_ENCYCLOPEDIA_FRESH_SECONDS: "5",
  });
  await load(gateway, Math.min(60, minutes * 30));
  const before = await quiet(gateway);
  const { asked, whole } = await load(gateway, minutes * 60);
  const after = await quiet(gateway);
  yield {
    bar: `${minutes} min of mixed load with 5 % faults: answers complete or partly`,
    figure: `${asked} asked, ${((100 * whole) / asked).toFixed(1)} % without any error`,
    pass: null,
  };
  const growth = after.heapBytes - before.heapBytes;
  yield {
    bar: "… heap after it, caches full before: no growth (under 20 MB)",
    figure: `${toMb(before.heapBytes)} MB before, ${toMb(after.heapBytes)} MB after`,
    pass: growth < HEAP_GROWTH_BYTES,
  };
  const grown = Object.entries(after.resources).filter(([name, count]) => count > (before.resources[name] ?? 0));
  yield {
    bar: "… sockets and timers after it: not one more than before",
    figure: `${JSON.stringify(before.resources)} before, ${JSON.stringify(after.resources)} after`,
    pass: grown.length === 0,
  };
  await gateway.stop();
}

const toMb = (bytes) => Math.round(bytes / 1e6);

/** What the process holds once its connections have been closed and no refresh can wait for its turn any more (30 s). */
async function quiet(gateway) {
  gateway.disconnect();
  await sleep(35_000);
  return gateway.probe();
}

async function load(gateway, seconds) {
  const random = seeded(seconds);
  const end = performance.now() + seconds * 1_000;
  const counts = { asked: 0, whole: 0 };
  const client = async () => {
    while (performance.now() < end) {
      const { data, errors } = await gateway.ask(...question(random));
      counts.asked++;
      if (data && errors.length === 0) counts.whole++;
      await sleep(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return counts;
}

/** A few are popular, and most are rare. */
function question(random) {
  const kind = random();
  const pick = (bound) => Math.floor(bound * random() ** 3);
  if (kind < 0.5) return [TOPIC_PAGE, { slug: `condition${pick(300)}` }];
  if (kind < 0.9) return [ARTICLES, { pmids: pmids(pick(15_000), 10) }];
  return [SEARCH, { condition: `Condition ${pick(1_000)}` }];
}
