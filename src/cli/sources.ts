import type { Command } from "commander";
import { readConfig } from "../config.js";
import type { Terminal } from "../terminal.js";
import { CommandError } from "./command-error.js";
import { table } from "./table.js";

const QUESTION =
  "{ sources { name status breaker calls retries hitRatio p50Ms p95Ms queueLength quota { remaining requests windowMs } lastError { kind at } dataVersion } }";

const PATIENCE_MS = 5_000;

const HELP = `
Asks the gateway that is running with the same settings, or the one at --url. The figures are
those of that process since its start; no source is asked for them.

Examples:
  galen sources
  galen sources --url http://10.0.0.5:4000/graphql
  galen sources --json | jq '.[] | select(.status != "OK")'`;

interface SourceRow {
  name: string;
  status: string;
  breaker: string;
  calls: number;
  retries: number;
  hitRatio: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  queueLength: number;
  quota: { remaining: number; requests: number; windowMs: number };
  lastError: { kind: string; at: string } | null;
  dataVersion: string | null;
}

export function addSources(program: Command, terminal: Terminal): void {
  program
    .command("sources")
    .description("how the sources of the running gateway are doing")
    .option("--url <address>", "GraphQL endpoint of the gateway (default: where these settings put it)")
    .option("--key <key>", "API key, where the gateway asks for one")
    .option("--json", "print JSON instead of a table")
    .addHelpText("after", HELP)
    .action(async (options: { url?: string; key?: string; json?: boolean }) => {
      const url = options.url ?? endpointOf(terminal);
      const rows = await askSources(url, options.key);
      terminal.say(options.json ? JSON.stringify(rows, null, 2) : toTable(rows));
    });
}

function endpointOf({ env }: Terminal): string {
  const { host, port } = readConfig(env);
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host;
  return `http://${reachable}:${port}/graphql`;
}

async function askSources(url: string, key: string | undefined): Promise<SourceRow[]> {
  const headers = { "content-type": "application/json", ...(key && { "x-api-key": key }) };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: QUESTION }), signal });
    const { data, errors } = (await answer.json()) as {
      data?: { sources: SourceRow[] };
      errors?: { message: string }[];
    };
    if (data?.sources) return data.sources;
    throw new CommandError(`The gateway at ${url} said: ${errors?.[0]?.message ?? `status ${answer.status}`}`);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`No gateway answers at ${url}. Is it running? (galen start)`);
  }
}

function toTable(rows: readonly SourceRow[]): string {
  const ms = (value: number | null): string => (value === null ? "-" : `${value} ms`);
  return table([
    [
      "source",
      "status",
      "calls",
      "retries",
      "from cache",
      "p50",
      "p95",
      "queue",
      "quota left",
      "last failure",
      "data of",
    ],
    ...rows.map(({ quota, ...row }) => [
      row.name,
      row.breaker === "CLOSED" ? row.status : `${row.status} (${row.breaker})`,
      String(row.calls),
      String(row.retries),
      row.hitRatio === null ? "-" : `${Math.round(row.hitRatio * 100)} %`,
      ms(row.p50Ms),
      ms(row.p95Ms),
      String(row.queueLength),
      `${quota.remaining} of ${quota.requests} in ${quota.windowMs / 1_000} s`,
      row.lastError ? `${row.lastError.kind} ${row.lastError.at}` : "-",
      row.dataVersion ?? "-",
    ]),
  ]);
}
