// Writes into the documentation what can be computed: the answers below the questions, and the table of variables.
// `npm run docs` after a change of the schema, the sample data or the configuration; a test compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const QUESTION = /```graphql\n([\s\S]*?)```\n\n```json\n([\s\S]*?)```/g;
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

/** Pages that hold questions with answers, and pages that hold the table of variables. */
export const PAGES = { answers: ["README.md", "docs/queries.md"], variables: ["README.md"] };

if (process.argv[1] === import.meta.filename) {
  const { variables } = await import("../dist/config-variables.js");
  for (const page of PAGES.variables) rewrite(page, (text) => withVariables(text, variables));
  const url = process.env.GALEN_URL ?? "http://127.0.0.1:4000/graphql";
  const ask = async (query) => {
    const headers = { "content-type": "application/json" };
    const { data, errors } = await (
      await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) })
    ).json();
    return errors ? { errors, data } : { data };
  };
  for (const page of PAGES.answers) {
    const text = readFileSync(join(ROOT, page), "utf8");
    writeFileSync(join(ROOT, page), await withAnswers(text, ask));
  }
}

function rewrite(page, change) {
  const file = join(ROOT, page);
  writeFileSync(file, change(readFileSync(file, "utf8")));
}
