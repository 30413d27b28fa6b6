import { lifetimeVariables } from "./config-lifetimes.js";
import { limitVariables } from "./config-limits.js";

/** How a variable's text is read. */
export type VariableKind = "choice" | "text" | "secret" | "email" | "url" | "folder" | "file" | "integer" | "switch";

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
    name: "GALEN_ENCYCLOPEDIA_PER_SECOND",
    kind: "integer",
    range: [1, 1000],
    default: null,
    meaning: "Most encyclopedia pages whose fetching begins within a second. Unset: twice as many as at the same time.",
  },
  {
    name: "GALEN_PREFETCH_CITATIONS",
    kind: "switch",
    default: "false",
    meaning:
      "Fetches the citations that topic pages link to before anybody asks for them: some fifteen calls of PubMed, in " +
      "turns that nobody else needs.",
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
    meaning:
      "Redis or Valkey through which replicas share records, quotas and what is under way: " +
      "`redis://user:password@host:6379/0`, `redis+cluster://host:6379,host:6379`, " +
      "`redis+sentinel://host:26379,host:26379/group`; `rediss` for TLS, `valkey` means the same.",
  },
  {
    name: "GALEN_ADMIN_KEY",
    kind: "secret",
    default: null,
    meaning: "Whoever sends it to `POST /admin/invalidate` can have records fetched again. Unset: nobody can.",
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
    name: "GALEN_STOP_NOTICE_SECONDS",
    kind: "integer",
    range: [0, 300],
    default: null,
    meaning:
      "Seconds after a SIGTERM for which everything is still answered while `/health/ready` says 503, so that load " +
      "balancers notice before connections are refused. Unset: 5, but 0 while `GALEN_HOST` is a loopback address.",
  },
  ...limitVariables,
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
    name: "GALEN_METRICS",
    kind: "switch",
    default: "true",
    meaning: "Whether `/metrics` tells Prometheus how the gateway and its sources are doing.",
  },
  {
    name: "GALEN_METRICS_KEY",
    kind: "secret",
    default: null,
    meaning: "Whoever sends it as `Authorization: Bearer` may read `/metrics`. Unset: anybody may, API keys or not.",
  },
  {
    name: "GALEN_OTLP_URL",
    kind: "url",
    default: null,
    meaning:
      "Where OpenTelemetry traces are sent by OTLP over HTTP, such as `http://127.0.0.1:4318/v1/traces`. Unset: nowhere.",
  },
  {
    name: "GALEN_LOG_LEVEL",
    kind: "choice",
    choices: ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
    default: "info",
    meaning: "How much is logged. `debug` also logs the answers that came whole out of memory.",
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof variables)[number]["name"];
