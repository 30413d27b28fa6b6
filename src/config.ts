import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { createEnvironmentReader, type Environment, type EnvironmentReader, isLoopback } from "./config-reader.js";
import { variables } from "./config-variables.js";

/** What every part of the process is told, read from the environment once. */
export interface Config {
  sources: "bundled" | "live";
  host: string;
  port: number;
  /** Base addresses without a trailing slash; null means the bundled server of that upstream. */
  upstreams: {
    medlineplus: string | null;
    medlineplusConnect: string | null;
    pubmed: string | null;
    clinicaltrials: string | null;
  };
  contactEmail: string | null;
  ncbiApiKey: string | null;
  encyclopedia: {
    text: "full" | "teaser";
    license: "adam" | "sample";
    pageConcurrency: number;
    pagesPerSecond: number | null;
  };
  topicsRefreshHours: number;
  /** How long records are shown without and while asking again, milliseconds; null is what suits the source. */
  lifetimes: Record<"encyclopedia" | "pubmed" | "clinicaltrials", { freshMs: number | null; staleMs: number | null }>;
  /** Folder of this mode's store and snapshots: bundled sample data and real data never share one. */
  dataFolder: string;
  redisUrl: string | null;
  /** What the operator sends to have things fetched again; null answers no such request. */
  adminKey: string | null;
  recordMemoryBytes: number;
  storeBytes: number;
  answerMemoryBytes: number;
  deadlineMs: number;
  /** How long everything is still answered after it was said that the gateway stops, milliseconds. */
  stopNoticeMs: number;
  limits: Limits;
  access: Access;
  introspection: boolean;
  subgraph: boolean;
  graphiql: boolean;
  /** Whether citations that topics link to are fetched before anybody asks. */
  prefetchCitations: boolean;
  metrics: boolean;
  /** What is asked for at `/metrics`; null when anybody may read it. */
  metricsKey: string | null;
  /** Where traces are sent; null makes none. */
  otlpUrl: string | null;
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
}

/** Who may ask, and how much. */
export interface Access {
  /** File of the API keys; null when there are none. */
  apiKeysFile: string | null;
  requireKey: boolean;
  /** Origins whose pages may ask; null for all. */
  corsOrigins: string[] | null;
  /** What one caller may spend in a minute; null for no limit. */
  costPerMinute: number | null;
  /** Proxies in front that add to `X-Forwarded-For`. */
  proxyHops: number;
  onlyTrusted: boolean;
  trustedManifestFile: string | null;
}

/** What one request may ask for; anything above is refused before any work is done. */
export interface Limits {
  bodyBytes: number;
  tokens: number;
  depth: number;
  aliases: number;
  aliasesInTotal: number;
  rootFields: number;
  directives: number;
  listLength: number;
  cost: number;
  upstreamCalls: number;
  concurrent: number;
}

/** The environment cannot be used. The message lists every bad variable. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(readonly problems: readonly string[]) {
    super(`Bad configuration:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
  }
}

/**
 * Reads the configuration. Nothing else in Galen looks at the environment.
 * @throws ConfigError that names every variable that is missing or cannot be used
 */
export function readConfig(env: Environment): Config {
  const read = createEnvironmentReader(env);
  const sources = read.choice("GALEN_SOURCES");
  const upstreams = readUpstreams(read, sources);
  const config: Config = {
    sources,
    host: read.text("GALEN_HOST"),
    port: read.integer("GALEN_PORT"),
    upstreams,
    contactEmail: readContact(read, upstreams),
    ncbiApiKey: read.optional("GALEN_NCBI_API_KEY"),
    encyclopedia: readEncyclopedia(read, upstreams.medlineplus),
    topicsRefreshHours: read.integer("GALEN_TOPICS_REFRESH_HOURS"),
    lifetimes: {
      encyclopedia: readLifetimes(read, "ENCYCLOPEDIA"),
      pubmed: readLifetimes(read, "PUBMED"),
      clinicaltrials: readLifetimes(read, "CLINICALTRIALS"),
    },
    dataFolder: join(readDataFolder(read, env), sources),
    redisUrl: readRedisUrl(read),
    adminKey: read.optional("GALEN_ADMIN_KEY"),
    recordMemoryBytes: read.integer("GALEN_RECORD_MEMORY_MB") * 1_000_000,
    storeBytes: read.integer("GALEN_STORE_MB") * 1_000_000,
    answerMemoryBytes: read.integer("GALEN_ANSWER_MEMORY_MB") * 1_000_000,
    deadlineMs: read.integer("GALEN_DEADLINE_MS"),
    stopNoticeMs: 1_000 * read.integerOr("GALEN_STOP_NOTICE_SECONDS", listensOnLoopback(read) ? 0 : STOP_NOTICE_S),
    limits: readLimits(read),
    access: readAccess(read),
    introspection: read.switch("GALEN_INTROSPECTION"),
    subgraph: read.switch("GALEN_SUBGRAPH"),
    graphiql: read.switch("GALEN_GRAPHIQL"),
    prefetchCitations: read.switch("GALEN_PREFETCH_CITATIONS"),
    metrics: read.switch("GALEN_METRICS"),
    metricsKey: read.optional("GALEN_METRICS_KEY"),
    otlpUrl: read.isSet("GALEN_OTLP_URL") ? read.url("GALEN_OTLP_URL", read.switch("GALEN_ALLOW_HTTP")) : null,
    logLevel: read.choice("GALEN_LOG_LEVEL"),
  };
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return config;
}

/** Variables that look as if they were meant for Galen but are not known to it, most likely misspelt. */
export function unknownVariables(env: Environment): string[] {
  const known = new Set<string>(variables.map((variable) => variable.name));
  return Object.keys(env).filter((name) => name.startsWith("GALEN_") && !known.has(name));
}

function readUpstreams(read: EnvironmentReader, sources: Config["sources"]): Config["upstreams"] {
  const allowHttp = read.switch("GALEN_ALLOW_HTTP");
  // An explicit address wins in both modes; the default one is for live sources only.
  const address = (name: Parameters<EnvironmentReader["url"]>[0]): string | null =>
    sources === "live" || read.isSet(name) ? read.url(name, allowHttp) : null;
  return {
    medlineplus: address("GALEN_MEDLINEPLUS_URL"),
    medlineplusConnect: address("GALEN_MEDLINEPLUS_CONNECT_URL"),
    pubmed: address("GALEN_PUBMED_URL"),
    clinicaltrials: address("GALEN_CLINICALTRIALS_URL"),
  };
}

function readContact(read: EnvironmentReader, upstreams: Config["upstreams"]): string | null {
  const contact = read.email("GALEN_CONTACT_EMAIL");
  const real = Object.values(upstreams).some((url) => url !== null && !isLoopback(url));
  if (real && !read.isSet("GALEN_CONTACT_EMAIL")) {
    read.problems.push("GALEN_CONTACT_EMAIL is required for live sources: they ask who is calling");
  }
  return contact;
}

function readEncyclopedia(read: EnvironmentReader, address: string | null): Config["encyclopedia"] {
  const license = address === null ? "sample" : "adam";
  return {
    text: read.optionalChoice("GALEN_ENCYCLOPEDIA_TEXT") ?? (license === "sample" ? "full" : "teaser"),
    license,
    pageConcurrency: read.integer("GALEN_ENCYCLOPEDIA_CONCURRENCY"),
    pagesPerSecond: read.isSet("GALEN_ENCYCLOPEDIA_PER_SECOND") ? read.integer("GALEN_ENCYCLOPEDIA_PER_SECOND") : null,
  };
}

function readLifetimes(read: EnvironmentReader, source: "ENCYCLOPEDIA" | "PUBMED" | "CLINICALTRIALS") {
  const seconds = (name: Parameters<EnvironmentReader["integer"]>[0]): number | null =>
    read.isSet(name) ? read.integer(name) * 1_000 : null;
  return {
    freshMs: seconds(`GALEN_${source}_FRESH_SECONDS`),
    staleMs: seconds(`GALEN_${source}_STALE_SECONDS`),
  };
}

function readDataFolder(read: EnvironmentReader, env: Environment): string {
  const folder = read.optional("GALEN_DATA_DIR");
  return folder === null ? join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "galen") : resolve(folder);
}

function readRedisUrl(read: EnvironmentReader): string | null {
  const url = read.optional("GALEN_REDIS_URL");
  if (url !== null && !/^(redis|valkey)s?(\+(cluster|sentinel))?:\/\/./.test(url)) {
    // The value is not quoted: it may hold a password.
    read.problems.push("GALEN_REDIS_URL must be an address such as redis://127.0.0.1:6379");
  }
  return url;
}

/** Where the gateway listens for others, these are the defaults. */
const COST_PER_MINUTE = 60_000;
const STOP_NOTICE_S = 5;

/** Whoever reaches a loopback address is on this machine, most likely its owner. */
function listensOnLoopback(read: EnvironmentReader): boolean {
  const host = read.text("GALEN_HOST");
  return isLoopback(`http://${host.includes(":") ? `[${host}]` : host}`);
}

function readAccess(read: EnvironmentReader): Access {
  const origins = read.text("GALEN_CORS_ORIGINS");
  const costPerMinute = read.integerOr("GALEN_COST_PER_MINUTE", listensOnLoopback(read) ? 0 : COST_PER_MINUTE);
  const apiKeysFile = read.optional("GALEN_API_KEYS");
  const requireKey = read.switch("GALEN_REQUIRE_KEY");
  if (requireKey && apiKeysFile === null) {
    read.problems.push("GALEN_REQUIRE_KEY is true, but GALEN_API_KEYS names no file of keys");
  }
  return {
    apiKeysFile,
    requireKey,
    corsOrigins: origins === "*" ? null : readOrigins(read, origins),
    costPerMinute: costPerMinute || null,
    proxyHops: read.integer("GALEN_PROXY_HOPS"),
    onlyTrusted: read.switch("GALEN_ONLY_TRUSTED"),
    trustedManifestFile: read.optional("GALEN_TRUSTED_MANIFEST"),
  };
}

function readOrigins(read: EnvironmentReader, text: string): string[] {
  const origins = text.split(",").map((origin) => origin.trim());
  const wrong = origins.filter((origin) => URL.parse(origin)?.origin !== origin);
  if (wrong.length > 0) read.problems.push("GALEN_CORS_ORIGINS must be *, or origins such as https://example.org");
  return origins;
}

function readLimits(read: EnvironmentReader): Limits {
  return {
    bodyBytes: read.integer("GALEN_MAX_BODY_BYTES"),
    tokens: read.integer("GALEN_MAX_TOKENS"),
    depth: read.integer("GALEN_MAX_DEPTH"),
    aliases: read.integer("GALEN_MAX_ALIASES"),
    aliasesInTotal: read.integer("GALEN_MAX_ALIASES_IN_TOTAL"),
    rootFields: read.integer("GALEN_MAX_ROOT_FIELDS"),
    directives: read.integer("GALEN_MAX_DIRECTIVES"),
    listLength: read.integer("GALEN_MAX_LIST_LENGTH"),
    cost: read.integer("GALEN_MAX_COST"),
    upstreamCalls: read.integer("GALEN_MAX_UPSTREAM_CALLS"),
    concurrent: read.integer("GALEN_MAX_CONCURRENT"),
  };
}
