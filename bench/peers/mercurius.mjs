import fastify from "fastify";
import mercurius from "mercurius";
import cache from "mercurius-cache";
import { announce } from "./announce.mjs";
import { resolvers, typeDefs } from "./schema.mjs";
import { citationLoader, loadTopics } from "./upstreams.mjs";

await loadTopics();
const app = fastify();
app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  jit: 1,
  context: () => ({ citations: citationLoader() }),
});
app.register(cache, {
  ttl: 3_600,
  policy: {
    Query: { healthTopic: true, healthTopics: true },
    HealthTopic: { encyclopediaArticles: true, journalArticles: true, clinicalTrials: true },
  },
});
await app.listen({ port: 0, host: "127.0.0.1" });
announce(`http://127.0.0.1:${app.server.address().port}/graphql`);
