import type { AddressInfo } from "node:net";
import { Client } from "undici";
import type { Clock } from "../upstream/index.js";
import { createAdmission } from "./admission.js";
import { GraphqlEndpoint } from "./graphql-endpoint.js";
import type { GraphqlHandler } from "./graphql-handler.js";
import { createLeaving } from "./leaving.js";
import { createListener, LISTENER_TIMES } from "./listener.js";
import { Refusal } from "./refusal.js";
import { ResponseCache } from "./response-cache/response-cache.js";

/** An answer to a practised question. */
export interface PracticeResult {
  data?: unknown;
  errors?: readonly unknown[];
}

/** An endpoint like the real one, on loopback, where only this process asks; nothing of it is counted, logged or kept. */
export interface PracticeRoom {
  /** Asks a question over HTTP. Rejects when the signal is aborted. */
  ask(query: string, variables: Record<string, unknown>, signal: AbortSignal): Promise<PracticeResult>;
  close(): Promise<void>;
}

const ANSWER_BYTES = 1_000_000;
const NOT_MEASURED = { ms: () => 0, close: () => undefined };

/** Opens a room. Rejects where loopback cannot be listened on. */
export async function openPracticeRoom(
  handler: GraphqlHandler,
  { clock, bodyBytes }: { clock: Clock; bodyBytes: number },
): Promise<PracticeRoom> {
  const endpoint = new GraphqlEndpoint({
    handler,
    cache: new ResponseCache({
      maxBytes: ANSWER_BYTES,
      visibility: "public",
      clock,
      onHit: null,
      refresh: async () => null,
    }),
    admission: createAdmission({ concurrent: 1, loopDelay: NOT_MEASURED }),
    leaving: createLeaving(),
    bodyBytes,
    graphiql: false,
    toRefusal: (error) => (error instanceof Refusal ? error : new Refusal(500, "INTERNAL_SERVER_ERROR", String(error))),
    onEnd: () => undefined,
  });
  const server = createListener(endpoint.listener, LISTENER_TIMES);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve).unref();
  });
  const client = new Client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    ask: async (query, variables, signal) => {
      const { body } = await client.request({
        path: "/graphql",
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ query, variables }),
        signal,
      });
      return (await body.json()) as PracticeResult;
    },
    close: async () => {
      await client.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}
