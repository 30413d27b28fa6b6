// The upstreams as the peers see them. Records stay in memory once they have been fetched.
import { load } from "cheerio";
import DataLoader from "dataloader";
import { XMLParser } from "fast-xml-parser";

const MOST_RECORDS = 20_000;
const { medlineplus, pubmed, clinicaltrials } = JSON.parse(process.env.UPSTREAMS);
const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", textNodeName: "text" });
const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

async function fetchText(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} from ${new URL(url).pathname}`);
  return response.text();
}

/** Keeps promises by key, so that everybody who asks for the same shares one fetch. */
function remember(ask) {
  const known = new Map();
  return (key) => {
    let found = known.get(key);
    if (!found) {
      found = ask(key);
      known.set(key, found);
      if (known.size > MOST_RECORDS) known.delete(known.keys().next().value);
      found.catch(() => known.delete(key));
    }
    return found;
  };
}

export const topics = new Map();

/** Reads the whole topics file. */
export async function loadTopics() {
  const index = await fetchText(`${medlineplus}/xml.html`);
  const file = /\/xml\/mplus_topics_[\d-]+\.xml/.exec(index)[0];
  const parsed = xml.parse(await fetchText(medlineplus + file));
  const entities = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
  const unescaped = (text) => String(text ?? "").replace(/&(lt|gt|amp|quot|apos);/g, (_, name) => entities[name]);
  for (const topic of list(parsed["health-topics"]["health-topic"])) {
    if (topic.language !== "English") continue;
    const slug = /([^/]+)\.html$/.exec(topic.url)[1];
    const urls = list(topic.site).map(({ url }) => unescaped(url));
    topics.set(slug, {
      slug,
      title: topic.title,
      summary: { html: unescaped(topic["full-summary"]) },
      relatedSlugs: list(topic["related-topic"]).map(({ url }) => /([^/]+)\.html$/.exec(url)[1]),
      pages: urls.flatMap((url) => /\/ency\/(.+)\.htm$/.exec(url)?.[1] ?? []),
      pmids: urls.flatMap((url) => /pubmed\.ncbi\.nlm\.nih\.gov\/(\d+)$/.exec(url)?.[1] ?? []),
      condition: topic.title,
    });
  }
}

export const page = remember(async (id) => {
  const $ = load(await fetchText(`${medlineplus}/ency/${id}.htm`));
  return { title: $("h1").first().text(), summary: { text: $("#ency_summary").text().trim() } };
});

const fetched = new Map();
async function fetchCitations(pmids) {
  const missing = pmids.filter((pmid) => !fetched.has(pmid));
  if (missing.length > 0) {
    const parsed = xml.parse(await fetchText(`${pubmed}/efetch.fcgi?db=pubmed&retmode=xml&id=${missing.join(",")}`));
    for (const { MedlineCitation } of list(parsed.PubmedArticleSet?.PubmedArticle)) {
      const pmid = String(MedlineCitation.PMID.text);
      fetched.set(pmid, { pmid, title: { text: String(MedlineCitation.Article.ArticleTitle) } });
    }
  }
  return pmids.map((pmid) => fetched.get(pmid) ?? null);
}

export const citationLoader = () => new DataLoader(fetchCitations);

export const trials = remember(async (condition) => {
  const query = new URLSearchParams({
    "query.cond": `"${condition}"`,
    "filter.overallStatus": "NOT_YET_RECRUITING,RECRUITING",
    pageSize: "10",
    countTotal: "true",
    fields: "NCTId,BriefTitle",
  });
  const { totalCount, studies } = JSON.parse(await fetchText(`${clinicaltrials}/studies?${query}`));
  return {
    totalCount,
    nodes: studies.map(({ protocolSection: { identificationModule } }) => ({
      nctId: identificationModule.nctId,
      title: identificationModule.briefTitle,
    })),
  };
});
