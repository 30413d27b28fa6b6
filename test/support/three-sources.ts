import { setTimeout as delay } from "node:timers/promises";
import { expect } from "@jest/globals";
import { type Behaviour, passOn } from "./misbehaving.js";
import { expectPlainWords, type Rig, type Timed, until } from "./rig.js";

/** The sources whose records are fetched one by one, each under the alias of its record below. */
export const SOURCES = { article: "pubmed", trial: "clinicaltrials", page: "encyclopedia" } as const;

type Field = keyof typeof SOURCES;

const FIELDS = Object.keys(SOURCES) as Field[];

/** Records that are in the cache when a source fails. */
const SEEN = { article: "11832527", trial: "NCT00000542", page: "article/000080" };
/** Records that nobody has asked for before. */
export const UNSEEN = { article: "12057549", trial: "NCT00004992", page: "article/000141" };

const FRAGMENTS = `
  fragment Article on JournalArticle { pmid title { text } provenance { freshness ageSeconds } }
  fragment Trial on ClinicalTrial { nctId title provenance { freshness ageSeconds } }
  fragment Page on EncyclopediaArticle { articleId title summary { text } provenance { freshness ageSeconds } }`;

const fieldsOf = (ids: Record<Field, string>, prefix: string): string => `
  ${prefix}article: journalArticle(pmid: "${ids.article}") { ...Article }
  ${prefix}trial: clinicalTrial(nctId: "${ids.trial}") { ...Trial }
  ${prefix}page: encyclopediaArticle(articleId: "${ids.page}") { ...Page }`;

const TOPIC = 'topic: healthTopic(slug: "miscarriage") { title }';

export const SEEN_QUESTION = `{ ${TOPIC} ${fieldsOf(SEEN, "")} } ${FRAGMENTS}`;
export const UNSEEN_QUESTION = `{ ${TOPIC} ${fieldsOf(UNSEEN, "")} } ${FRAGMENTS}`;
const BOTH_QUESTION = `{ ${TOPIC} ${fieldsOf(UNSEEN, "")} ${fieldsOf(SEEN, "seen_")} } ${FRAGMENTS}`;

type Shown = { title: unknown; provenance: { freshness: string; ageSeconds: number } } | null;

/** Fetches the records that shall be in the cache, and lets them grow old. Needs `SOON_OLD`. */
export async function seeRecords(rig: Rig): Promise<void> {
  const { json } = await rig.ask(SEEN_QUESTION);
  expect(json.errors).toBeUndefined();
  await delay(1_050);
}

/** From now on the sources of records misbehave; the topics file does not. */
export function misbehave({ fronts }: Rig, behave: Behaviour): void {
  fronts.pubmed.behave = behave;
  fronts.clinicaltrials.behave = behave;
  fronts.medlineplus.behave = (exchange) => (exchange.path.includes("/ency/") ? behave : passOn)(exchange);
}

/** Asks for records that were seen and for others, and expects what is promised of both. */
export async function expectFault(rig: Rig, codes: readonly string[], withinMs = 6_000): Promise<Timed> {
  const reply = await rig.ask(BOTH_QUESTION);
  const { data, errors = [], extensions } = reply.json;
  expect(reply.status).toBe(200);
  expect(reply.ms).toBeLessThan(withinMs);
  expect(reply.headers["content-type"]).toMatch(/^application\/json/);
  expectPlainWords(reply);
  expect(data?.topic).toEqual({ title: "Miscarriage" });
  for (const field of FIELDS) {
    expect(data?.[field]).toBeNull();
    const error = errors.find(({ path }) => path?.[0] === field);
    expect({ field, ...error }).toMatchObject({
      message: expect.stringMatching(/^[A-Z][^{}<>]{10,}\.$/),
      path: [field],
      extensions: { code: expect.stringMatching(`^(${codes.join("|")})$`), source: SOURCES[field] },
    });
    expect(typeof error?.extensions.retryable).toBe("boolean");
    expectStale(data?.[`seen_${field}`] as Shown);
  }
  expect(errors).toHaveLength(FIELDS.length);
  const stale = FIELDS.map((field) => ({ source: SOURCES[field], ageSeconds: expect.any(Number), afterError: true }));
  expect(extensions?.stale).toEqual(expect.arrayContaining(stale));
  return reply;
}

function expectStale(record: Shown): void {
  expect(record).toMatchObject({ title: expect.anything(), provenance: { freshness: "STALE_AFTER_ERROR" } });
  expect(record?.provenance.ageSeconds).toBeGreaterThanOrEqual(1);
}

/** How often each source was asked for records, whatever for. */
export function attempts({ fronts }: Rig): Record<Field, number> {
  const matching = (front: { seen: string[] }, pattern: RegExp): number =>
    front.seen.filter((line) => pattern.test(line)).length;
  return {
    article: matching(fronts.pubmed, /efetch/),
    trial: matching(fronts.clinicaltrials, /\/studies/),
    page: matching(fronts.medlineplus, /\/ency\//),
  };
}

export function forgetAttempts({ fronts }: Rig): void {
  for (const front of Object.values(fronts)) front.seen.length = 0;
}

/** The sources behave again: within 15 s everything is answered, by the same process, and nothing is left open. */
export async function expectRecovery(rig: Rig): Promise<void> {
  misbehave(rig, passOn);
  await until(async () => (await rig.ask(UNSEEN_QUESTION)).json.errors === undefined);
  const { data } = (await rig.ask(BOTH_QUESTION)).json;
  for (const field of FIELDS)
    for (const name of [field, `seen_${field}`])
      expect(data?.[name]).toMatchObject({ title: expect.anything(), provenance: { freshness: expect.any(String) } });
  const { pubmed, clinicaltrials, medlineplus } = rig.fronts;
  await until(() => [pubmed, clinicaltrials, medlineplus].every((front) => front.inFlight() === 0));
  expect(rig.gateway.process.exitCode).toBeNull();
  expect(rig.gateway.output.log).not.toMatch(/Unexpected error|INTERNAL_SERVER_ERROR|Unhandled/);
}
