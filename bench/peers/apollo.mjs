// Apollo Server standalone, type-graphql and DataLoader, with the defaults of each. Decorators are called as functions,
// so that no compiler is needed.
import "reflect-metadata";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Arg, buildSchema, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { announce } from "./announce.mjs";
import { citationLoader, loadTopics, page, topics, trials } from "./upstreams.mjs";

function objectType(name, fields) {
  const target = { [name]: class {} }[name];
  for (const [field, [type, options]] of Object.entries(fields)) Field(type, options)(target.prototype, field);
  ObjectType(name)(target);
  return target;
}

const nullable = { nullable: true };
const RichText = objectType("RichText", { html: [() => String, nullable], text: [() => String, nullable] });
const EncyclopediaArticle = objectType("EncyclopediaArticle", {
  title: [() => String],
  summary: [() => RichText, nullable],
});
const JournalArticle = objectType("JournalArticle", { pmid: [() => ID], title: [() => RichText] });
const JournalArticleConnection = objectType("JournalArticleConnection", {
  nodes: [() => [JournalArticle], { nullable: "itemsAndList" }],
});
const ClinicalTrial = objectType("ClinicalTrial", { nctId: [() => ID], title: [() => String] });
const ClinicalTrialConnection = objectType("ClinicalTrialConnection", {
  totalCount: [() => Int],
  nodes: [() => [ClinicalTrial]],
});
const HealthTopic = objectType("HealthTopic", { title: [() => String], summary: [() => RichText, nullable] });
const HealthTopicConnection = objectType("HealthTopicConnection", { nodes: [() => [HealthTopic]] });

class TopicResolver {
  healthTopic(slug) {
    return topics.get(slug) ?? null;
  }
  healthTopics(first) {
    return { nodes: [...topics.values()].slice(0, first) };
  }
  relatedTopics({ relatedSlugs }) {
    return relatedSlugs.flatMap((slug) => topics.get(slug) ?? []);
  }
  encyclopediaArticles({ pages }, first) {
    return Promise.all(pages.slice(0, first ?? pages.length).map(page));
  }
  async journalArticles({ pmids }, first, { citations }) {
    return { nodes: await citations.loadMany(pmids.slice(0, first)) };
  }
  clinicalTrials({ condition }) {
    return trials(condition);
  }
}

function method(name, decorate, ...parameters) {
  const { prototype } = TopicResolver;
  for (const [index, parameter] of parameters.entries()) parameter(prototype, name, index);
  decorate(prototype, name, Object.getOwnPropertyDescriptor(prototype, name));
}

const first = (defaultValue) => Arg("first", () => Int, { defaultValue });
method(
  "healthTopic",
  Query(() => HealthTopic, nullable),
  Arg("slug", () => String),
);
method(
  "healthTopics",
  Query(() => HealthTopicConnection),
  first(20),
);
method(
  "relatedTopics",
  FieldResolver(() => [HealthTopic]),
  Root(),
);
method(
  "encyclopediaArticles",
  FieldResolver(() => [EncyclopediaArticle], nullable),
  Root(),
  Arg("first", () => Int, nullable),
);
method(
  "journalArticles",
  FieldResolver(() => JournalArticleConnection, nullable),
  Root(),
  first(3),
  Ctx(),
);
method(
  "clinicalTrials",
  FieldResolver(() => ClinicalTrialConnection, nullable),
  Root(),
  first(10),
);
Resolver(() => HealthTopic)(TopicResolver);

await loadTopics();
const server = new ApolloServer({ schema: await buildSchema({ resolvers: [TopicResolver], validate: false }) });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: "127.0.0.1" },
  context: async () => ({ citations: citationLoader() }),
});
announce(new URL("/", url).href);
