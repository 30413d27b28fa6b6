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
import { judge, trialsFor } from "./trials.js";

/** Checks the settings and what they lead to, all of it, a line each. @throws CommandError when something cannot be used */
export async function runCheck(terminal: Terminal): Promise<void> {
  const config = readConfig(terminal.env);
  terminal.say(`Settings: ok (${config.sources} sources)`);
  for (const name of unknownVariables(terminal.env)) terminal.say(`  ${name} is not known to Galen: misspelt?`);
  const verdicts = await Promise.all(trialsFor(config).map(judge));
  for (const { line } of verdicts) terminal.say(line);
  const findings = await reachAll(config);
  terminal.say(`\n${toTable(findings)}`);
  const all = [...verdicts, ...findings];
  const failed = all.filter(({ isOk }) => !isOk);
  if (failed.length > 0) throw new CommandError(`\n${failed.length} of ${all.length} checks failed.`);
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
