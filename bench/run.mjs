// `npm run bench -- NAME [options]`: runs bench/NAME.mjs, prints its bars as a table and writes them as JSON.
// A bench exports `measure(options)`, which gives { bar, figure, pass } one by one; `pass` is null where there is no bar.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [name = "", ...options] = process.argv.slice(2);
if (!/^[a-z-]+$/.test(name)) {
  console.error("usage: npm run bench -- NAME [options], for example: npm run bench -- upstream --minutes 10");
  process.exit(2);
}
const { measure } = await import(`./${name}.mjs`);
const bars = [];
for await (const bar of measure(options)) {
  bars.push(bar);
  const verdict = bar.pass === null ? "      " : bar.pass ? "pass  " : "MISSED";
  console.log(`${verdict}  ${bar.bar.padEnd(78)}  ${bar.figure}`);
}
const folder = join(import.meta.dirname, "results");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(bars, null, 2)}\n`);
process.exit(bars.every(({ pass }) => pass !== false) ? 0 : 1);
