// Writes into the documentation what can be computed: the answers below the questions, the output below the examples, the
// files of the source that is added, and the table of variables. `npm run docs`, while a gateway runs on its bundled
// sources, after a change of the schema, the sample data or the configuration; a test compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withMetrics } from "./metrics-table.mjs";
import { runExample } from "./run-example.mjs";

const ROOT = join(import.meta.dirname, "..");
const QUESTION = /```graphql\n([\s\S]*?)```\n\n```json\n([\s\S]*?)```/g;
const EXAMPLE = /```(sh|js|python|r)\n((?:(?!```)[\s\S])*)```\n\n```(json|text)\n[\s\S]*?```/g;
const FILE = /```ts\n\/\/ src\/(\S+)\n[\s\S]*?```/g;
const TABLE = /(<!-- variables -->\n)[\s\S]*?(<!-- end of variables -->)/;

/** The page with each question's answer as `ask` gives it. */
export async function withAnswers(page, ask) {
  const answers = [];
  for (const [, query] of page.matchAll(QUESTION)) answers.push(await ask(query));
  return page.replace(QUESTION, (_, query) => {
    const json = compact(answers.shift());
    return `\`\`\`graphql\n${query}\`\`\`\n\n\`\`\`json\n${json}\n\`\`\``;
  });
}

/** The page with what each of its examples in these languages writes; JSON is set as in the answers. */
export async function withOutputs(page, run, languages = ["sh", "js", "python", "r"]) {
  const outputs = [];
  for (const [, language, code] of page.matchAll(EXAMPLE))
    if (languages.includes(language)) outputs.push(await run(language, code));
  return page.replace(EXAMPLE, (example, language, code, kind) => {
    if (!languages.includes(language)) return example;
    const output = outputs.shift();
    const shown = kind === "json" ? compact(JSON.parse(output)) : output.trimEnd();
    return `\`\`\`${language}\n${code}\`\`\`\n\n\`\`\`${kind}\n${shown}\n\`\`\``;
  });
}

/** The page with the files of the source that it adds, which the tests keep in a folder of their own. */
export function withFiles(page) {
  return page.replace(FILE, (_, path) => {
    const inSource = path.startsWith("sources/");
    const text = readFileSync(join(ROOT, "test/support/fifth-source", path.slice(path.lastIndexOf("/") + 1)), "utf8");
    // From there the same imports have another way to go.
    const code = inSource
      ? text.replaceAll("../../../src/", "../../")
      : text.replaceAll("../../../src/", "../").replaceAll('"./index.js"', '"../sources/recipes/index.js"');
    return `\`\`\`ts\n// src/${path}\n${code}\`\`\``;
  });
}

const WIDEST = 110;

/** JSON as a person would set it: what fits on a line stands on one. */
export function compact(value, indent = "") {
  const line = JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
  if (indent.length + line.length <= WIDEST || value === null || typeof value !== "object") return line;
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((item) => `${inner}${compact(item, inner)}`)
    : Object.entries(value).map(([name, member]) => `${inner}${JSON.stringify(name)}: ${compact(member, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${members.join(",\n")}\n${indent}${close}`;
}

/** The page with the table of configuration variables. */
export function withVariables(page, variables) {
  const rows = variables.map(
    ({ name, default: value, meaning }) => `| \`${name}\` | ${value === null ? "none" : `\`${value}\``} | ${meaning} |`,
  );
  const table = ["| variable | default | meaning |", "| --- | --- | --- |", ...rows].join("\n");
  return page.replace(TABLE, (_, start, end) => `${start}${table}\n${end}`);
}

/** Which pages hold what. */
export const PAGES = {
  answers: ["README.md", "docs/queries.md"],
  outputs: ["README.md", "docs/clients.md", "docs/access.md"],
  files: ["docs/adding-a-source.md"],
  variables: ["README.md"],
  metrics: ["docs/operations.md"],
};

if (process.argv[1] === import.meta.filename) {
  const { variables } = await import("../dist/config-variables.js");
  const url = process.env.GALEN_URL ?? "http://127.0.0.1:4000";
  for (const page of PAGES.variables) await rewrite(page, (text) => withVariables(text, variables));
  for (const page of PAGES.files) await rewrite(page, withFiles);
  for (const page of PAGES.answers) await rewrite(page, (text) => withAnswers(text, (query) => ask(url, query)));
  for (const page of PAGES.outputs)
    await rewrite(page, (text) => withOutputs(text, (language, code) => runExample(language, code, url)));
  const metrics = await (await fetch(`${url}/metrics`)).text();
  for (const page of PAGES.metrics) await rewrite(page, (text) => withMetrics(text, metrics));
}

async function ask(url, query) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  const { data, errors } = await response.json();
  return errors ? { errors, data } : { data };
}

async function rewrite(page, change) {
  const file = join(ROOT, page);
  writeFileSync(file, await change(readFileSync(file, "utf8")));
}
