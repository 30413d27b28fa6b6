import { createServer } from "node:http";
import { useResponseCache } from "@graphql-yoga/plugin-response-cache";
import { createSchema, createYoga } from "graphql-yoga";
import { announce } from "./announce.mjs";
import { resolvers, typeDefs } from "./schema.mjs";
import { citationLoader, loadTopics } from "./upstreams.mjs";

await loadTopics();
const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: () => ({ citations: citationLoader() }),
  plugins: [useResponseCache({ session: () => null, ttl: 3_600_000 })],
  graphiql: false,
  logging: false,
});
const server = createServer(yoga);
server.listen(0, "127.0.0.1", () => announce(`http://127.0.0.1:${server.address().port}/graphql`));
