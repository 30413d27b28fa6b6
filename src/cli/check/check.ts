import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { startBundledSources } from "../../bundled/index.js";
import { type Config, readConfig, unknownVariables } from "../../config.js";
import { ROOT } from "../../installed.js";
import { addressesOf, userAgentOf } from "../../running-sources.js";
import type { Terminal } from "../../terminal.js";
import { CommandError } from "../command-error.js";
import { table } from "../table.js";
import { probesFor } from "./probes.js";
import { type Finding, reach } from "./reach.js";

/** Checks the settings and what they lead to. @throws CommandError when something cannot be used */
export async function runCheck(terminal: Terminal): Promise<void> {
  const config = readConfig(terminal.env);
  terminal.say(`Settings: ok (${config.sources} sources)`);
  for (const name of unknownVariables(terminal.env)) terminal.say(`  ${name} is not known to Galen: misspelt?`);
  requireFolder(config);
  terminal.say(`Data folder: ok (${config.dataFolder})\n`);
  const findings = await reachAll(config);
  terminal.say(toTable(findings));
  const failed = findings.filter(({ isOk }) => !isOk);
  if (failed.length > 0) throw new CommandError(`\n${failed.length} of ${findings.length} sources cannot be used.`);
}

function requireFolder({ dataFolder }: Config): void {
  try {
    mkdirSync(dataFolder, { recursive: true });
    accessSync(dataFolder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? error.code : error;
    throw new CommandError(`Data folder: cannot be written (${dataFolder}, ${reason}). GALEN_DATA_DIR names another.`);
  }
}

async function reachAll(config: Config): Promise<Finding[]> {
  const isBundled = Object.values(config.upstreams).includes(null);
  const bundled = isBundled ? await startBundledSources({ fixtures: join(ROOT, "fixtures") }) : null;
  try {
    const probes = probesFor(addressesOf(config, bundled), config);
    return await Promise.all(probes.map((probe) => reach(probe, userAgentOf(config))));
  } finally {
    await bundled?.close();
  }
}

function toTable(findings: readonly Finding[]): string {
  return table([
    ["source", "result", "time", "address", "found"],
    ...findings.map(({ source, isOk, ms, address, words }) => [
      source,
      isOk ? "ok" : "FAILED",
      `${ms} ms`,
      address,
      words,
    ]),
  ]);
}
