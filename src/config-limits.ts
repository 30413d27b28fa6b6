import type { Variable } from "./config-variables.js";

/** Variables that say who may ask, and how much: of one request, of one caller, and of all together. */
export const limitVariables = [
  {
    name: "GALEN_MAX_BODY_BYTES",
    kind: "integer",
    range: [1024, 16_777_216],
    default: "262144",
    meaning: "Largest request body, in bytes.",
  },
  {
    name: "GALEN_MAX_TOKENS",
    kind: "integer",
    range: [10, 1_000_000],
    default: "2000",
    meaning: "Most tokens (names, punctuation, values) of one document.",
  },
  {
    name: "GALEN_MAX_DEPTH",
    kind: "integer",
    range: [1, 100],
    default: "12",
    meaning: "Deepest nesting of fields. Introspection has a limit of its own.",
  },
  {
    name: "GALEN_MAX_ALIASES",
    kind: "integer",
    range: [0, 10_000],
    default: "15",
    meaning: "Most aliases of one field that takes arguments or leads to a record.",
  },
  {
    name: "GALEN_MAX_ALIASES_IN_TOTAL",
    kind: "integer",
    range: [0, 10_000],
    default: "100",
    meaning: "Most aliases of one operation.",
  },
  {
    name: "GALEN_MAX_ROOT_FIELDS",
    kind: "integer",
    range: [1, 10_000],
    default: "30",
    meaning: "Most fields at the top of an operation, fragments spread out.",
  },
  {
    name: "GALEN_MAX_DIRECTIVES",
    kind: "integer",
    range: [0, 10_000],
    default: "50",
    meaning: "Most directives of one document.",
  },
  {
    name: "GALEN_MAX_LIST_LENGTH",
    kind: "integer",
    range: [1, 10_000],
    default: "200",
    meaning: "Longest list that an argument or a variable may hold.",
  },
  {
    name: "GALEN_MAX_COST",
    kind: "integer",
    range: [1, 1_000_000_000],
    default: "5000",
    meaning: "Highest price of one operation: objects in its answer, and calls of upstreams at ten each.",
  },
  {
    name: "GALEN_MAX_UPSTREAM_CALLS",
    kind: "integer",
    range: [1, 1_000_000],
    default: "100",
    meaning: "Most calls of upstreams that one operation could make with nothing in a cache, retries aside.",
  },
  {
    name: "GALEN_MAX_CONCURRENT",
    kind: "integer",
    range: [1, 100_000],
    default: "500",
    meaning: "Questions that may be worked on at the same time; more are refused with 503 until one is done.",
  },
  {
    name: "GALEN_COST_PER_MINUTE",
    kind: "integer",
    range: [0, 1_000_000_000],
    default: null,
    meaning:
      "What each caller, by API key or else by address, may spend in a minute; 0 for no limit. Prices are those of " +
      "`GALEN_MAX_COST`; answers from memory are free. Unset: 60000, but no limit while `GALEN_HOST` is a loopback address.",
  },
  {
    name: "GALEN_PROXY_HOPS",
    kind: "integer",
    range: [0, 10],
    default: "0",
    meaning:
      "How many proxies of yours stand in front and add their caller's address to `X-Forwarded-For`; 0 does not read it.",
  },
  {
    name: "GALEN_API_KEYS",
    kind: "file",
    default: null,
    meaning:
      'File of API keys: a JSON list of `{"name", "sha256", "costPerMinute"}`, with the SHA-256 of each key and, if it ' +
      "has one, a budget of its own. It is read again when it changes and on SIGHUP. Callers send a key as " +
      "`Authorization: Bearer` or `X-API-Key`; an unknown one is refused.",
  },
  {
    name: "GALEN_REQUIRE_KEY",
    kind: "switch",
    default: "false",
    meaning: "Whether callers without an API key are refused.",
  },
  {
    name: "GALEN_CORS_ORIGINS",
    kind: "text",
    default: "*",
    meaning:
      "Origins whose pages may ask, separated by commas, or `*` for any. Pages of this server itself always may.",
  },
  {
    name: "GALEN_ONLY_TRUSTED",
    kind: "switch",
    default: "false",
    meaning: "Answers only the operations in `schema/operations` and in `GALEN_TRUSTED_MANIFEST`.",
  },
  {
    name: "GALEN_TRUSTED_MANIFEST",
    kind: "file",
    default: null,
    meaning:
      "File of further operations that can be asked for by their id: a persisted query manifest as Apollo writes it, " +
      'or `{"<id>": "<document>"}`.',
  },
] as const satisfies readonly Variable[];
