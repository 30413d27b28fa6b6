import { sleep } from "./processes.mjs";
import { ARTICLE, ARTICLES, pmids, TOPIC_PAGE } from "./questions.mjs";

const SEEN = [
  ...Array.from({ length: 6 }, (_, index) => [TOPIC_PAGE, { slug: `condition${index * 7}` }]),
  ...Array.from({ length: 20 }, (_, index) => [ARTICLES, { pmids: pmids(5_000 + index * 10, 10) }]),
];
/** On a busy machine the best of several is closest to what the gateway itself needs. */
const RESTARTS = 5;
const DOWN = { medlineplus: { down: true }, pubmed: { down: true }, clinicaltrials: { down: true } };

/** Everything goes down. What was asked before is answered; what is new fails soon and with a code. */
export async function* outage({ start, bundled }) {
  const fresh = Object.fromEntries(
    ["ENCYCLOPEDIA", "PUBMED", "CLINICALTRIALS"].map((source) => [`GALEN_${source}_FRESH_SECONDS`, "5"]),
  );
  for (const [state, settings, waitMs] of [
    ["fresh", {}, 0],
    ["past their lifetime", fresh, 6_000],
  ]) {
    await bundled.behave({ medlineplus: { down: false }, pubmed: { down: false }, clinicaltrials: { down: false } });
    const gateway = await start({ ...settings, GALEN_DEADLINE_MS: "5000" });
    await untilWhole(gateway);
    await bundled.behave(DOWN);
    await sleep(waitMs);
    const again = await Promise.all(SEEN.map(([query, variables]) => gateway.ask(query, variables)));
    const whole = again.filter(({ data, errors }) => data && errors.length === 0).length;
    yield {
      bar: `all upstreams down, copies ${state}: every question seen before is answered`,
      figure: `${whole} of ${SEEN.length}, slowest ${Math.round(Math.max(...again.map(({ ms }) => ms)))} ms`,
      pass: whole === SEEN.length,
    };
    const strange = await Promise.all(pmids(9_000, 50).map((pmid) => gateway.ask(ARTICLE, { pmid })));
    const coded = strange.filter(({ errors }) => /^UPSTREAM_/.test(errors[0]?.extensions.code ?? "")).length;
    const slowest = Math.max(...strange.map(({ ms }) => ms));
    yield {
      bar: "… and every new one fails with a code, within the deadline of 5 s",
      figure: `${coded} of 50, slowest ${Math.round(slowest)} ms`,
      pass: coded === 50 && slowest < 5_500,
    };
    await gateway.stop();
  }
}

/** Asks until everything is there: the quotas allow only so much at a time. */
async function untilWhole(gateway) {
  let missing = SEEN;
  for (let round = 0; missing.length > 0 && round < 20; round++) {
    const answers = [];
    for (const [query, variables] of missing) answers.push(await gateway.ask(query, variables));
    missing = missing.filter((_, index) => answers[index].errors.length > 0 || !answers[index].data);
  }
  if (missing.length > 0) throw new Error("the cache could not be warmed");
}

/** Killed under load, and started again while nothing can be reached. */
export async function* killed({ start, bundled }) {
  const first = await start();
  await untilWhole(first);
  const load = Array.from({ length: 20 }, (_, index) =>
    first.ask(ARTICLES, { pmids: pmids(12_000 + index * 50, 50) }).catch(() => null),
  );
  await sleep(300);
  await first.stop("SIGKILL");
  await Promise.all(load);
  await bundled.behave(DOWN);
  const second = await start({}, first.dataFolder);
  const bootMs = performance.now() - second.started;
  const again = await Promise.all(SEEN.map(([query, variables]) => second.ask(query, variables)));
  const whole = again.filter(({ data, errors }) => data && errors.length === 0).length;
  yield {
    bar: "killed under load, started again with all upstreams down: all seen questions answered",
    figure: `${whole} of ${SEEN.length}, started in ${Math.round(bootMs)} ms`,
    pass: whole === SEEN.length && bootMs < 15_000,
  };
  await second.stop();
}

/** A gateway that is started again with its store: the first page asks nobody. */
export async function* warmRestart({ start, callsOf }) {
  const first = await start();
  const question = [TOPIC_PAGE, { slug: "condition3" }];
  const before = await first.ask(...question);
  await first.stop();
  const times = [];
  const cpuTimes = [];
  let calls = [];
  let equal = true;
  for (let run = 0; run < RESTARTS; run++) {
    const again = await callsOf(async () => {
      const second = await start({}, first.dataFolder);
      const answer = await second.ask(...question);
      times.push(performance.now() - second.started);
      cpuTimes.push((await second.probe()).cpuMs);
      equal &&= JSON.stringify(answer.data) === JSON.stringify(before.data);
      await second.stop();
    });
    calls = [...calls, ...again.calls];
  }
  const fastest = Math.min(...times);
  yield {
    bar: "restart with a warm store: the same first topic page with 0 upstream calls",
    figure: `${calls.length} calls, ${equal ? "the same" : "ANOTHER ANSWER"}`,
    pass: calls.length === 0 && equal && before.errors.length === 0,
  };
  yield {
    bar: "… in under 1 s from process start (best of 5)",
    figure: `${times.map((ms) => Math.round(ms)).join(", ")} ms (processor time ${Math.round(Math.min(...cpuTimes))} ms)`,
    pass: fastest < 1_000,
  };
}
