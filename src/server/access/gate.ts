import type { IncomingMessage, RequestListener } from "node:http";
import type { Log } from "../../upstream/index.js";
import { Refusal } from "../refusal.js";
import { sendRefusal } from "../send-refusal.js";
import { addressOf, type Client } from "./client.js";
import type { KeyRing } from "./key-ring.js";
import { answerOrigin } from "./listed-origins.js";
import type { Manifest } from "./trusted.js";

export interface AccessOptions {
  /** Keys that callers may present; null when there are none, then none is asked for and none is refused. */
  keys: KeyRing | null;
  /** Whether callers without a key are refused. */
  requireKey: boolean;
  /** Origins whose pages may ask; null for all. */
  origins: readonly string[] | null;
  /** Proxies of the operator's own in front of this server. */
  proxyHops: number;
  /** What one caller may spend in a minute; null for no limit. */
  costPerMinute: number | null;
  /** Whether only registered operations are answered: the committed ones, and those of the manifest. */
  onlyTrusted: boolean;
  manifest: Manifest;
}

type GateOptions = Omit<AccessOptions, "onlyTrusted" | "manifest"> & { log: Log };

/** Decides who may ask, before anything else is done with a request. */
export interface Gate {
  inFrontOf(next: RequestListener): RequestListener;
  /** Who sent a request that was let in. */
  clientOf(message: IncomingMessage): Client;
}

/** What anybody may see, GraphiQL's own files and whether the server is well, and what has a key of its own. */
const OPEN = /^\/(graphiql(\/.*)?|health\/.*|metrics|admin\/.*)?(\?.*)?$/;

/** Creates the gate. Where the operator asks for nothing, requests pass without being looked at. */
export function createGate(options: GateOptions): Gate {
  const { keys, origins, requireKey, log } = options;
  const clients = new WeakMap<IncomingMessage, Client>();

  const admit = (message: IncomingMessage): void => {
    if (origins) requireListedOrigin(message, origins);
    // A browser asks whether it may send a key without sending it.
    if (message.method === "OPTIONS") return;
    const key = keys && identify(message, keys, requireKey);
    if (!key) return;
    const { costPerMinute = options.costPerMinute } = key;
    clients.set(message, { id: `key:${key.name}`, key: key.name, costPerMinute });
    // From here on the request is one like any other: answers are the same for all, and those in memory serve it too.
    delete message.headers.authorization;
    delete message.headers["x-api-key"];
  };

  return {
    inFrontOf: (next) => {
      if (!keys && !origins && !requireKey) return next;
      return (message, response) => {
        try {
          if (origins) answerOrigin(response, isListed(message.headers, origins) ? message.headers.origin : undefined);
          if (!OPEN.test(message.url ?? "")) admit(message);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          log.info({ status: error.status, code: error.code }, "request refused at the gate");
          message.resume();
          sendRefusal(response, error);
          return;
        }
        next(message, response);
      };
    },
    clientOf: (message) =>
      clients.get(message) ?? {
        id: `address:${addressOf(message, options.proxyHops)}`,
        key: null,
        costPerMinute: options.costPerMinute,
      },
  };
}

function identify({ headers }: IncomingMessage, keys: KeyRing, required: boolean) {
  const { authorization } = headers;
  const presented = authorization?.replace(/^Bearer\s+/i, "").trim() ?? [headers["x-api-key"] ?? []].flat()[0];
  if (presented) {
    const key = keys.find(presented);
    if (key) return key;
    throw unauthenticated("The API key is not known here.");
  }
  if (!required) return null;
  throw unauthenticated("An API key is needed: send it as `Authorization: Bearer <key>` or as `X-API-Key`.");
}

function unauthenticated(message: string): Refusal {
  return new Refusal(401, "UNAUTHENTICATED", message, { "www-authenticate": 'Bearer realm="galen"' });
}

/** Browsers name the page's origin with every request of another site that reads the answer; other callers do not. */
function requireListedOrigin({ headers }: IncomingMessage, origins: readonly string[]): void {
  if (headers.origin === undefined || isListed(headers, origins)) return;
  throw new Refusal(403, "ORIGIN_NOT_ALLOWED", "Pages of this origin may not ask this server.");
}

function isListed({ origin, host }: IncomingMessage["headers"], origins: readonly string[]): boolean {
  return origin !== undefined && (origins.includes(origin) || URL.parse(origin)?.host === host);
}
