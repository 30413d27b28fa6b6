import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { startBundledSources } from "../../bundled/index.js";
import { type Config, readConfig, unknownVariables } from "../../config.js";
import { addressesOf, ROOT, userAgentOf } from "../../running-sources.js";
import type { Terminal } from "../../terminal.js";
import { CommandError } from "../command-error.js";
import { table } from "../table.js";
import { probesFor } from "./probes.js";
import { type Finding, reach } from "./reach.js";

const HELP = `
Reads the settings, then asks every source one small question, once, without trying again.
Ends with 1 when a setting is bad or a source cannot be used.

Examples:
  galen check
  GALEN_SOURCES=live GALEN_CONTACT_EMAIL=you@example.org galen check`;

export function addCheck(program: Command, terminal: Terminal): void {
  program
    .command("check")
    .description("check the settings, and whether each source can be reached")
    .addHelpText("after", HELP)
    .action(async () => {
      const config = readConfig(terminal.env);
      terminal.say(`Settings: ok (${config.sources} sources)`);
      for (const name of unknownVariables(terminal.env)) terminal.say(`  ${name} is not known to Galen: misspelt?`);
      requireFolder(config);
      terminal.say(`Data folder: ok (${config.dataFolder})\n`);
      const findings = await reachAll(config);
      terminal.say(toTable(findings));
      const failed = findings.filter(({ isOk }) => !isOk);
      if (failed.length > 0) throw new CommandError(`\n${failed.length} of ${findings.length} sources cannot be used.`);
    });
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
