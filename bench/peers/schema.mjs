// One schema for the two peers that take SDL and resolvers.
import { page, topics, trials } from "./upstreams.mjs";

export const typeDefs = `
  type Query { healthTopic(slug: String!): HealthTopic healthTopics(first: Int! = 20): HealthTopicConnection! }
  type HealthTopicConnection { nodes: [HealthTopic!]! }
  type RichText { html: String text: String }
  type HealthTopic {
    title: String!
    summary: RichText
    relatedTopics: [HealthTopic!]!
    encyclopediaArticles(first: Int): [EncyclopediaArticle!]
    journalArticles(first: Int! = 3): JournalArticleConnection
    clinicalTrials(first: Int! = 10): ClinicalTrialConnection
  }
  type EncyclopediaArticle { title: String! summary: RichText }
  type JournalArticleConnection { nodes: [JournalArticle] }
  type JournalArticle { pmid: ID! title: RichText! }
  type ClinicalTrialConnection { totalCount: Int! nodes: [ClinicalTrial!]! }
  type ClinicalTrial { nctId: ID! title: String! }
`;

export const resolvers = {
  Query: {
    healthTopic: (_, { slug }) => topics.get(slug) ?? null,
    healthTopics: (_, { first }) => ({ nodes: [...topics.values()].slice(0, first) }),
  },
  HealthTopic: {
    relatedTopics: ({ relatedSlugs }) => relatedSlugs.flatMap((slug) => topics.get(slug) ?? []),
    encyclopediaArticles: ({ pages }, { first }) => Promise.all(pages.slice(0, first ?? pages.length).map(page)),
    journalArticles: async ({ pmids }, { first }, { citations }) => ({
      nodes: await citations.loadMany(pmids.slice(0, first)),
    }),
    clinicalTrials: ({ condition }) => trials(condition),
  },
};
