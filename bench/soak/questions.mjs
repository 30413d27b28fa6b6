// What is asked while the gateway is soaked, and how each answer is known to be right.
import { toBytes } from "../serve/client.mjs";
import { TINY } from "../serve/questions.mjs";
import { seeded } from "../volume.mjs";

const POPULAR = 60;
const SPELLINGS = 4;
/** Topics from here on are nobody's favourites: each is asked for once. */
const FIRST_COLD = 300;

const REST =
  "encyclopediaArticles { title summary { text } } journalArticles(first: 3) { nodes { pmid title { text } } }";
/** Without trials: the registry's own quota, which the gateway keeps, is one search a second. */
export const PAGE = `query($slug: String!) { healthTopic(slug: $slug) { title summary { html } relatedTopics { title } ${REST} } }`;
const WITH_DEFER = `query($slug: String!) { healthTopic(slug: $slug) { title ... @defer { ${REST} } } }`;
const MISS = "query($pmid: ID!) { journalArticle(pmid: $pmid) { title { text } } }";
const SEARCH =
  "query($query: String!) { searchJournalArticles(query: $query, first: 3) { totalCount nodes { pmid } } }";
const TRIALS =
  "query($condition: String!) { searchClinicalTrials(condition: $condition, first: 3) { nodes { nctId } } }";
const PARTS = "multipart/mixed; deferSpec=20220824, application/json";

const REFUSED = [
  ["{ healthTopic(", {}, "GRAPHQL_PARSE_FAILED"],
  ["{ nowhere }", {}, "GRAPHQL_VALIDATION_FAILED"],
  [`{ ${"a".repeat(30).replace(/a/g, (_, index) => `a${index}: sources { name } `)} }`, {}, "OPERATION_TOO_COMPLEX"],
  [TINY, { slug: { not: "a slug" } }, "BAD_USER_INPUT"],
];

/** Kinds that cannot be asked for as often as answers come, as the sources' own quotas stand before them: one in so many ms. */
const EVERY_MS = { cold: 500, coldDeferred: 1_000, newMiss: 100, newSearch: 2_000, newTrials: 3_000 };
/** The other kinds, by their share in percent. */
const SHARES = { warm: 60, tiny: 22, miss: 5, refused: 5, search: 5, deferred: 3 };

const KINDS = Object.entries(SHARES).flatMap(([kind, share]) => Array.from({ length: share }, () => kind));

/** Hands out questions: `{ kind, bytes, isRight(body, status) }`. */
export class Questions {
  #random = seeded(11);
  #due = new Map();
  #serials = {};
  #texts = new Map();
  #seen = { search: [], miss: [], deferred: [] };

  constructor(url) {
    this.url = url;
  }

  /** Everything that is warm from now on. */
  *popular() {
    for (let topic = 0; topic < POPULAR; topic++)
      for (let spelling = 0; spelling < SPELLINGS; spelling++) yield this.#warm(topic, spelling);
  }

  next() {
    const now = performance.now();
    for (const [kind, ms] of Object.entries(EVERY_MS)) {
      const due = this.#due.get(kind) ?? now;
      if (now < due) continue;
      this.#due.set(kind, Math.max(now, due + ms));
      return this.#rare(kind);
    }
    const kind = KINDS[this.#pick(KINDS.length)];
    if (kind === "warm") return this.#warm(this.#pick(POPULAR), this.#pick(SPELLINGS));
    if (kind === "tiny") return this.#tiny(this.#pick(FIRST_COLD));
    if (kind === "refused") return this.#refused(this.#pick(REFUSED.length));
    const seen = this.#seen[kind];
    return seen[this.#pick(seen.length)] ?? this.#tiny(0);
  }

  #rare(kind) {
    const serial = (this.#serials[kind] ?? 0) + 1;
    this.#serials[kind] = serial;
    const topic = FIRST_COLD + ((2 * serial + (kind === "cold" ? 0 : 1)) % 700);
    if (kind === "cold") return this.#question(kind, PAGE, { slug: slugOf(topic) }, titled(topic));
    if (kind === "coldDeferred") return this.#remember("deferred", this.#deferred(kind, topic));
    if (kind === "newMiss") {
      const isNone = (body) => body.equals(NO_ARTICLE);
      return this.#remember("miss", this.#question(kind, MISS, { pmid: String(90_000_000 + serial) }, isNone));
    }
    const words = `Condition ${serial % 1_000}`;
    const isFound = (body) => body.includes('"nodes":[{') && !body.includes('"errors"');
    if (kind === "newTrials") return this.#question(kind, TRIALS, { condition: words }, isFound);
    return this.#remember("search", this.#question(kind, SEARCH, { query: words }, isFound));
  }

  /** Once it has been answered, it may be asked again; the newest hundred are. */
  #remember(kind, question) {
    const again = { ...question, kind };
    return {
      ...question,
      answered: () => {
        if (this.#seen[kind].push(again) > 100) this.#seen[kind].shift();
      },
    };
  }

  #warm(topic, spelling) {
    return this.#same(
      `warm ${topic} ${spelling}`,
      "warm",
      `${PAGE}${" ".repeat(spelling)}`,
      { slug: slugOf(topic) },
      topic,
    );
  }

  #tiny(topic) {
    return this.#same(`tiny ${topic}`, "tiny", TINY, { slug: slugOf(topic) }, topic);
  }

  #refused(index) {
    const [query, variables, code] = REFUSED[index];
    const isRight = (body, status) => status < 500 && body.includes(`"code":"${code}"`) && !body.includes('"data"');
    return this.#cached(`refused ${index}`, () => this.#question("refused", query, variables, isRight, true));
  }

  #deferred(kind, topic) {
    const isRight = (body) =>
      titled(topic)(body) && body.includes('"incremental"') && body.lastIndexOf('"hasNext":false') > body.length - 60;
    const question = this.#question(kind, WITH_DEFER, { slug: slugOf(topic) }, isRight);
    const text = question.bytes.toString().replace("accept: application/json", `accept: ${PARTS}`);
    return { ...question, bytes: Buffer.from(text) };
  }

  /** The first answer is held against the topic's title, all others against the first. */
  #same(key, kind, query, variables, topic) {
    return this.#cached(key, () => {
      let first = null;
      return this.#question(kind, query, variables, (body) => {
        if (first) return body.equals(first);
        if (!titled(topic)(body)) return false;
        first = Buffer.from(body);
        return true;
      });
    });
  }

  #cached(key, create) {
    const known = this.#texts.get(key) ?? create();
    this.#texts.set(key, known);
    return known;
  }

  #question(kind, query, variables, isRightBody, mayBeRefused = false) {
    const isRight = (body, status) => (mayBeRefused || status === 200) && isRightBody(body, status);
    return { kind, bytes: toBytes(this.url, query, variables), isRight };
  }

  #pick(bound) {
    return Math.floor(this.#random() * bound);
  }
}

const slugOf = (topic) => `condition${topic}`;
const titled = (topic) => (body) => body.includes(`"title":"Condition ${topic}"`) && !body.includes('"errors"');
const NO_ARTICLE = Buffer.from('{"data":{"journalArticle":null}}');
