import { lifetimeVariables } from "./config-lifetimes.js";

/** How a variable's text is read. */
export type VariableKind = "choice" | "text" | "secret" | "email" | "url" | "folder" | "integer" | "switch";

/** One setting of the environment: what it is called, what it means and what it is when nobody sets it. */
export interface Variable {
  name: string;
  kind: VariableKind;
  /** The text that stands for an unset variable; null where there is none. */
  default: string | null;
  meaning: string;
  choices?: readonly string[];
  /** The smallest and largest whole number allowed. */
  range?: readonly [number, number];
}

/** Every variable that Galen reads, in the order in which its documentation lists them. */
export const variables = [
  {
    name: "GALEN_SOURCES",
    kind: "choice",
    choices: ["bundled", "live"],
    default: "bundled",
    meaning: "Where the four upstreams are: sample servers inside this process, or the real hosts.",
  },
  { name: "GALEN_HOST", kind: "text", default: "127.0.0.1", meaning: "Address to listen on." },
  {
    name: "GALEN_PORT",
    kind: "integer",
    range: [0, 65_535],
    default: "4000",
    meaning: "Port to listen on; 0 takes a free one.",
  },
  {
    name: "GALEN_CONTACT_EMAIL",
    kind: "email",
    default: null,
    meaning: "Who runs this gateway, told to every upstream. Required as soon as one of them is a real host.",
  },
  {
    name: "GALEN_NCBI_API_KEY",
    kind: "secret",
    default: null,
    meaning: "Key of NCBI E-utilities: ten calls a second instead of three.",
  },
  {
    name: "GALEN_MEDLINEPLUS_URL",
    kind: "url",
    default: "https://medlineplus.gov",
    meaning: "Topics files, topic pages and encyclopedia pages.",
  },
  {
    name: "GALEN_MEDLINEPLUS_CONNECT_URL",
    kind: "url",
    default: "https://connect.medlineplus.gov/service",
    meaning: "Look-up of topics by medical code.",
  },
  {
    name: "GALEN_PUBMED_URL",
    kind: "url",
    default: "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    meaning: "NCBI E-utilities.",
  },
  {
    name: "GALEN_CLINICALTRIALS_URL",
    kind: "url",
    default: "https://clinicaltrials.gov/api/v2",
    meaning: "ClinicalTrials.gov API, version 2.",
  },
  {
    name: "GALEN_ALLOW_HTTP",
    kind: "switch",
    default: "false",
    meaning: "Allows upstream addresses that are not https; loopback addresses are always allowed.",
  },
  {
    name: "GALEN_ENCYCLOPEDIA_TEXT",
    kind: "choice",
    choices: ["full", "teaser"],
    default: null,
    meaning:
      "How much of an encyclopedia article is shown: `full`, or `teaser` (title, start of the summary, section " +
      "headings, link). Unset: full for the bundled articles, teaser for the real ones, whose text is licensed.",
  },
  {
    name: "GALEN_ENCYCLOPEDIA_CONCURRENCY",
    kind: "integer",
    range: [1, 64],
    default: "12",
    meaning: "Encyclopedia pages fetched at the same time: higher answers sooner, lower is kinder to the host.",
  },
  {
    name: "GALEN_TOPICS_REFRESH_HOURS",
    kind: "integer",
    range: [1, 168],
    default: "12",
    meaning: "Hours between two looks for a newer topics file. The source publishes one a day, Tuesday to Saturday.",
  },
  ...lifetimeVariables,
  {
    name: "GALEN_DATA_DIR",
    kind: "folder",
    default: null,
    meaning: "Folder of the record store and the topics snapshot. Unset: `galen` in the user's cache folder.",
  },
  {
    name: "GALEN_REDIS_URL",
    kind: "secret",
    default: null,
    meaning: "Redis or Valkey that replicas share as their record store, instead of a file in the data folder.",
  },
  {
    name: "GALEN_RECORD_MEMORY_MB",
    kind: "integer",
    range: [1, 4096],
    default: "48",
    meaning: "Most memory for the parsed records of one kind (about; in MB).",
  },
  {
    name: "GALEN_STORE_MB",
    kind: "integer",
    range: [1, 1_000_000],
    default: "512",
    meaning: "Largest size of the record store in the data folder, in MB; the oldest records go first.",
  },
  {
    name: "GALEN_ANSWER_MEMORY_MB",
    kind: "integer",
    range: [0, 4096],
    default: "64",
    meaning: "Most memory for finished answers that can be sent again as they are, in MB; 0 keeps none.",
  },
  {
    name: "GALEN_DEADLINE_MS",
    kind: "integer",
    range: [100, 60_000],
    default: "5000",
    meaning: "Longest time that one question may wait for upstreams, in milliseconds.",
  },
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
    name: "GALEN_MAX_CONCURRENT",
    kind: "integer",
    range: [1, 100_000],
    default: "500",
    meaning: "Questions that may be worked on at the same time; more are refused with 503 until one is done.",
  },
  {
    name: "GALEN_INTROSPECTION",
    kind: "switch",
    default: "true",
    meaning: "Whether the schema can be asked for.",
  },
  {
    name: "GALEN_SUBGRAPH",
    kind: "switch",
    default: "false",
    meaning: "Whether the schema is also that of an Apollo Federation subgraph, with `_service` and `_entities`.",
  },
  { name: "GALEN_GRAPHIQL", kind: "switch", default: "true", meaning: "Whether GraphiQL is served at `/`." },
  {
    name: "GALEN_LOG_LEVEL",
    kind: "choice",
    choices: ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
    default: "info",
    meaning: "How much is logged. `debug` also logs the answers that came whole out of memory.",
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof variables)[number]["name"];
