import { setTimeout as delay } from "node:timers/promises";
import { expect } from "@jest/globals";
import type { BundledSources } from "../../src/bundled/index.js";
import { type ChildGateway, spawnGateway } from "./child-gateway.js";
import { listenInFront, type Misbehaving } from "./misbehaving.js";
import { ask, type Reply } from "./small-server.js";

export type UpstreamName = "medlineplus" | "connect" | "pubmed" | "clinicaltrials";

/** The built gateway as a process, with a server that may misbehave in the place of each of its upstreams. */
export interface Rig {
  url: string;
  gateway: ChildGateway;
  fronts: Record<UpstreamName, Misbehaving>;
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Timed>;
  close(): Promise<void>;
}

/** An answer, and how long it took. */
export interface Timed extends Reply {
  ms: number;
}

/** Records are old after a second and then wait for a newer copy: so a fault shows on what was seen before, too. */
export const SOON_OLD: Record<string, string> = Object.fromEntries(
  ["PUBMED", "CLINICALTRIALS", "ENCYCLOPEDIA"].flatMap((name) => [
    [`GALEN_${name}_FRESH_SECONDS`, "1"],
    [`GALEN_${name}_STALE_SECONDS`, "0"],
  ]),
);

/** @param prepare lets servers misbehave before the gateway is started */
export async function startRig(
  bundled: BundledSources,
  env: Record<string, string> = {},
  prepare: (fronts: Rig["fronts"]) => void | Promise<void> = () => undefined,
): Promise<Rig> {
  const { urls } = bundled;
  const fronts = {
    medlineplus: await listenInFront(urls.medlineplus),
    connect: await listenInFront(urls.medlineplusConnect),
    pubmed: await listenInFront(urls.pubmed),
    clinicaltrials: await listenInFront(urls.clinicaltrials),
  };
  await prepare(fronts);
  const started = await turnToStart();
  const gateway = spawnGateway({ ...addresses(fronts), ...env });
  gateway.url.then(started, started);
  const close = async (): Promise<void> => {
    if (gateway.process.exitCode === null) await gateway.stop("SIGKILL");
    await Promise.all(Object.values(fronts).map((front) => front.close()));
  };
  const url = await gateway.url.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    url,
    gateway,
    fronts,
    ask: async (query, variables, headers) => {
      const started = performance.now();
      const reply = await ask(url, query, variables, headers);
      return { ...reply, ms: performance.now() - started };
    },
    close,
  };
}

let lastStart: Promise<void> = Promise.resolve();

/** One gateway starts at a time, which is work for a processor, so that times can be measured at the others. */
async function turnToStart(): Promise<() => void> {
  const before = lastStart;
  const { promise, resolve } = Promise.withResolvers<void>();
  lastStart = promise;
  await before;
  return resolve;
}

/** The environment that leads the gateway to these servers. */
export function addresses(fronts: Rig["fronts"]): Record<string, string> {
  return {
    GALEN_MEDLINEPLUS_URL: fronts.medlineplus.url,
    GALEN_MEDLINEPLUS_CONNECT_URL: fronts.connect.url,
    GALEN_PUBMED_URL: fronts.pubmed.url,
    GALEN_CLINICALTRIALS_URL: fronts.clinicaltrials.url,
  };
}

/** Looks again until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not so within ${withinMs} ms: ${isSo}`);
    await delay(25);
  }
}

const TELLTALE =
  /127\.0\.0\.1|localhost|node:|node_modules|\.[jt]s:\d|\bat \w+ \(|undici|saxes|htmlparser|zlib|UND_ERR|ECONN|ETIMEDOUT|HPE_|Z_[A-Z]+|Unexpected token|in JSON at|call stack|socket hang up|\[object Object\]|\/dist\/|\bundefined\b|\bNaN\b/i;

/** Nothing in an answer names an address, a library or a place in our code. */
export function expectPlainWords({ text }: Reply): void {
  expect(text).not.toMatch(TELLTALE);
}
