import type { GraphQLSchema } from "graphql";
import type { Log, Observer } from "../../upstream/index.js";
import type { Exchange } from "../exchange.js";

/** Follows requests through the gateway and sends what it saw to a collector. */
export interface Tracing {
  /** What the upstream layer tells. */
  observer: Observer;
  /** Lets the fields of a schema be followed: those that wait for a source become spans. */
  follow(schema: GraphQLSchema): void;
  /**
   * Follows one request until the returned function is called.
   * @param parent the W3C `traceparent` header that came with it
   */
  begin(exchange: Exchange, parent: string | undefined): () => void;
  /** Sends what waits to be sent. */
  close(): Promise<void>;
}

/** What a trace says about the process that made it. */
export interface TracingFacts {
  url: string;
  version: string;
  log: Log;
}

/** Starts tracing. The libraries for it are loaded here and nowhere else, so a gateway without traces never has them. */
export async function openTracing(facts: TracingFacts): Promise<Tracing> {
  const { createTracing } = await import("./create-tracing.js");
  return createTracing(facts);
}
