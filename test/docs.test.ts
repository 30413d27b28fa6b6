import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parse, validate } from "graphql";
import { PAGES, withAnswers, withOutputs, withVariables } from "../scripts/docs.mjs";
import { runExample } from "../scripts/run-example.mjs";
import { variables } from "../src/config-variables.js";
import { type Asking, startAsking } from "./support/ask.js";
import { type ChildGateway, spawnGateway } from "./support/child-gateway.js";

const ROOT = join(import.meta.dirname, "..");
const read = (page: string): string => readFileSync(join(ROOT, page), "utf8");

let galen: Asking;

beforeAll(async () => {
  galen = await startAsking();
});

afterAll(async () => {
  await galen.close();
});

/** An answer as it comes over HTTP: errors first, and of them what a client is promised. */
async function answerTo(query: string): Promise<unknown> {
  const { data, errors } = await galen.ask(query);
  return errors.length === 0 ? { data } : { errors, data };
}

describe.each(PAGES.answers)("the page %s", (page) => {
  it("shows the answers that its questions get (`npm run docs` writes them)", async () => {
    const text = read(page);

    expect(await withAnswers(text, answerTo)).toBe(text);
  });
});

describe("the examples in", () => {
  const works = (command: string, ...parameters: string[]): boolean => spawnSync(command, parameters).status === 0;
  const missing = ["bash", "curl", "python3", "sha256sum"].filter((name) => !works("which", name));
  const kinds = [
    { languages: ["sh", "js", "python"], lack: missing.join(", ") },
    {
      languages: ["r"],
      lack: works("Rscript", "-e", "library(httr2); library(jsonlite)") ? "" : "Rscript with httr2 and jsonlite",
    },
  ];
  let listening: ChildGateway;
  beforeAll(() => {
    listening = spawnGateway();
  });
  afterAll(async () => {
    await listening.stop();
  });

  const patienceMs = 60_000;
  const cases = PAGES.outputs.flatMap((page) => kinds.map((kind) => ({ page, ...kind })));
  const shown = cases.filter(({ page, languages }) => languages.some((name) => read(page).includes(`\`\`\`${name}\n`)));
  for (const { page, languages, lack } of shown) {
    const title = `${page} in ${languages.join(", ")} write what it shows`;
    const run = async (): Promise<void> => {
      const text = read(page);
      const url = await listening.url;

      expect(await withOutputs(text, (language, code) => runExample(language, code, url), languages)).toBe(text);
    };
    if (lack === "") it(title, run, patienceMs);
    else it.skip(`${title} (not run: there is no ${lack} here)`, run);
  }

  it("docs/clients.md are all run", () => {
    const text = read("docs/clients.md");
    const blocks = [...text.matchAll(/^```(\w+)\n[\s\S]*?^```\n(\n```(?:json|text)\n)?/gm)];

    expect(blocks.length).toBeGreaterThan(10);
    expect(blocks.filter(([, language, output]) => !output && !["json", "text"].includes(language ?? ""))).toEqual([]);
  });
});

describe.each(PAGES.variables)("the table of variables in %s", (page) => {
  it("is the one that the program reads by", () => {
    const text = read(page);

    expect(withVariables(text, variables)).toBe(text);
    for (const { name } of variables) expect(text).toContain(`\`${name}\``);
  });
});

const pages = [
  "README.md",
  "CHANGELOG.md",
  "fixtures/README.md",
  "examples/typed-client/README.md",
  ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
].filter((name) => name.endsWith(".md"));

describe.each(pages)("the page %s", (page) => {
  const text = read(page);
  /** What the page says, but for the names of the invented source that docs/adding-a-source.md adds. */
  const named = (pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map(([, name]) => name ?? "").filter((name) => !/recipes/i.test(name));

  it("has links that lead somewhere", () => {
    const targets = named(/\]\((?!https?:|#|mailto:)([^)#]+)/g);

    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });

  it("names only files and folders that are there", () => {
    const paths = named(/`((?:src|test|schema|docs|bench|scripts|examples|fixtures)\/[\w./-]*)`/g);

    expect(
      paths.filter((path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, dirname(page), path))),
    ).toEqual([]);
  });

  it("asks only questions that the schema knows", () => {
    const questions = [...text.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, question]) => question ?? "");

    expect(questions.flatMap((question) => validate(galen.schema, parse(question)).map(String))).toEqual([]);
  });

  it("counts the committed operations as they are", () => {
    const committed = readdirSync(join(ROOT, "schema/operations")).length;

    expect(named(/\b(\d+)(?: committed)?\s+operations\b/g).filter((count) => count !== String(committed))).toEqual([]);
  });

  it("names only commands and variables that are there", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const known = new Set<string>(variables.map(({ name }) => name));
    const commands = page.startsWith("examples/") ? [] : named(/\bnpm run ([\w:]+)/g);

    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    expect(named(/\b(GALEN_[A-Z_]*[A-Z])\b/g).filter((name) => !known.has(name))).toEqual([]);
  });
});
