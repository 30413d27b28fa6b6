// What the bench asks. Every question of a kind is about records of its own unless it is given the same number.
import { pmidOf } from "../volume.mjs";

export const ARTICLES = "query($pmids: [ID!]!) { journalArticles(pmids: $pmids) { pmid title { text } } }";
export const ARTICLE =
  "query($pmid: ID!) { journalArticle(pmid: $pmid) { pmid title { text } provenance { freshness } } }";

/** Twenty topics of a group of names with three linked citations, the trials of their saved searches and their pages. */
export const TOPIC_LIST = `query($startsWith: String) {
  healthTopics(first: 20, startsWith: $startsWith) { nodes {
    title
    encyclopediaArticles { title summary { text } }
    journalArticles(first: 3) { nodes { pmid title { text } } }
    clinicalTrials(first: 5) { totalCount nodes { nctId title } }
  } }
}`;

export const TOPIC_PAGE = `query($slug: String!) {
  healthTopic(slug: $slug) {
    title
    summary { html }
    encyclopediaArticles { title summary { text } provenance { freshness } }
    journalArticles(first: 3) { nodes { pmid title { text } provenance { freshness } } }
    clinicalTrials(first: 5) { totalCount nodes { nctId title provenance { freshness } } }
  }
}`;

export const pmids = (from, count) => Array.from({ length: count }, (_, index) => pmidOf(from + index));
