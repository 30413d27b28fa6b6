import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
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
  const needed = ["bash", "curl", "python3", "sha256sum"];
  const missing = needed.filter((name) => spawnSync("which", [name]).status !== 0);
  const whenAllAreThere = missing.length > 0 ? it.skip : it;
  let listening: ChildGateway;
  beforeAll(() => {
    listening = spawnGateway();
  });
  afterAll(async () => {
    await listening.stop();
  });

  const title = missing.length > 0 ? `%s (not run: there is no ${missing.join(", ")} here)` : "%s write what it shows";
  whenAllAreThere.each(PAGES.outputs)(title, async (page) => {
    const text = read(page);
    const url = await listening.url;

    expect(await withOutputs(text, (language, code) => runExample(language, code, url))).toBe(text);
  });

  it("docs/clients.md are all run, but for the one in R", () => {
    const text = read("docs/clients.md");
    const blocks = [...text.matchAll(/^```(\w+)\n[\s\S]*?^```\n(\n```(?:json|text)\n)?/gm)];
    const notRun = blocks.filter(([, language, output]) => !output && !["json", "text"].includes(language ?? ""));

    expect(notRun.map(([, language]) => language)).toEqual(["r"]);
  });
});

describe.each(PAGES.variables)("the table of variables in %s", (page) => {
  it("is the one that the program reads by", () => {
    const text = read(page);

    expect(withVariables(text, variables)).toBe(text);
    for (const { name } of variables) expect(text).toContain(`\`${name}\``);
  });
});

describe("links in the documentation", () => {
  const pages = [
    "README.md",
    "CHANGELOG.md",
    "fixtures/README.md",
    "examples/typed-client/README.md",
    ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
  ];

  it.each(pages.filter((name) => name.endsWith(".md")))("of %s lead somewhere", (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(([, target]) => target ?? "");

    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });
});
