// What the serving bench asks. Galen and the peers get the same words, but for how a list of titles is shortened.
import { seeded } from "../volume.mjs";

const RELATED = "relatedTopics { title }";
const SUMMARY = "summary { html }";
const PAGES = "encyclopediaArticles { title summary { text } }";
const CITATIONS = "journalArticles(first: 3) { nodes { pmid title { text } } }";
const TRIALS = "clinicalTrials(first: 10) { totalCount nodes { nctId title } }";
const TITLES = "encyclopediaArticles { title }";

const topicQuery = (fields) => `query($slug: String!) { healthTopic(slug: $slug) { ${fields.join(" ")} } }`;

export const PAGE = topicQuery(["title", SUMMARY, RELATED, PAGES, CITATIONS, TRIALS]);
/** A page with what E-utilities' quota holds up; the registry has a quota of its own, which would refuse 40 searches. */
export const TOPIC_CITATIONS = topicQuery(["title", SUMMARY, RELATED, TITLES, CITATIONS]);
export const TINY = topicQuery(["title"]);

/** The first topics with three encyclopedia titles and three citations each. A peer asks for three; Galen has all at hand. */
export const list = (galen) =>
  `{ healthTopics(first: 20) { nodes { title encyclopediaArticles${galen ? "" : "(first: 3)"} { title } ${CITATIONS} } } }`;

// Without trials: the registry asks for one request a second, which the gateway keeps and the peers do not.
const SHAPES = {
  page: ["title", SUMMARY, RELATED, PAGES, CITATIONS],
  titles: ["title", SUMMARY, TITLES, CITATIONS],
  tiny: ["title"],
};

/** One question in one of twenty spellings: the order of its fields and its white space. */
function spelt(shape, spelling) {
  const fields = SHAPES[shape];
  const turn = spelling % fields.length;
  const query = topicQuery([...fields.slice(turn), ...fields.slice(0, turn)]);
  return `${query}${" ".repeat(spelling % 20)}`;
}

/** Which topics are popular: they stand anywhere in the file, and are the same in every pass. */
const POPULARITY_SEED = 77;

/** `count` questions whose topics are drawn by Zipf's law: two in five whole pages, as many lists of titles, the rest one title. */
export function zipfMix(topics, count, random) {
  const weights = Array.from({ length: topics }, (_, rank) => 1 / (rank + 1));
  let sum = 0;
  const ladder = weights.map((weight) => (sum += weight));
  const order = shuffled(topics, seeded(POPULARITY_SEED));
  return Array.from({ length: count }, () => {
    const mark = random() * sum;
    const kind = random();
    const shape = kind < 0.4 ? "page" : kind < 0.8 ? "titles" : "tiny";
    const rank = ladder.findIndex((step) => step >= mark);
    return { query: spelt(shape, Math.floor(random() * 20)), variables: { slug: `condition${order[rank]}` } };
  });
}

function shuffled(count, random) {
  const items = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other], items[index]];
  }
  return items;
}
