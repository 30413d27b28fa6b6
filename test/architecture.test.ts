import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { brokenImportRules, type ImportRule, readSourceTree } from "./support/source-tree.js";

const UPSTREAM = /^upstream\/index\.ts$/;
const CONTENT = /^content\/index\.ts$/;
const GRAPHQL = [/^graphql$/, /^type-graphql$/, /^@apollo\//];

/** Who may import whom. */
const RULES: readonly ImportRule[] = [
  { files: /^upstream\//, own: true, may: [], mustNotUse: GRAPHQL },
  { files: /^content\//, own: true, may: [] },
  { files: /^bundled\//, own: true, may: [], mustNotUse: GRAPHQL },
  { files: /^sources\/index\.ts$/, own: false, may: [/^sources\/\w+\/index\.ts$/, UPSTREAM] },
  { files: /^sources\/(\w+)\//, own: true, may: [UPSTREAM, CONTENT] },
  { files: /^unified\//, own: true, may: [/^sources\/\w+\/index\.ts$/, UPSTREAM, CONTENT] },
  { files: /^server\//, own: true, may: [/^sources\/index\.ts$/, /^unified\/index\.ts$/, UPSTREAM, CONTENT] },
  { files: /^config[\w-]*\.ts$/, own: true, may: [] },
  {
    files: /^cli\//,
    own: true,
    may: [
      /^(config|installed|run|running-sources|terminal)\.ts$/,
      /^(bundled|server|sources)\/index\.ts$/,
      UPSTREAM,
      CONTENT,
    ],
  },
  // What puts everything together may use everything but the entries: nothing may use main.ts and cli/galen.ts.
  { files: /^[\w-]+\.ts$/, own: false, may: [/^(?!main\.ts$|cli\/)/] },
];

const LONGEST_FILE = 250;
const LONGEST_TEST = 400;

const source = readSourceTree("src");
const tests = readSourceTree("test");

/** Lines, as an editor counts them. */
function linesOf(text: string): number {
  return text.replace(/\n$/, "").split("\n").length;
}

/** Code without comments and strings: rules are about what runs, not about what is written. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/gm, (found) =>
    found.startsWith("/") ? "" : '""',
  );
}

const where = (pattern: RegExp, except: string[] = []) =>
  source.filter(({ path, text }) => pattern.test(codeOf(text)) && !except.includes(path)).map(({ path }) => path);

describe("The house", () => {
  it("has files to check", () => {
    expect(source.length).toBeGreaterThan(50);
    expect(source.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
  });

  it("imports only what the table allows", () => {
    expect(brokenImportRules(source, RULES)).toEqual([]);
  });

  it("imports only files that are there", () => {
    const paths = new Set(source.map(({ path }) => path));

    expect(
      source.flatMap(({ path, imports }) =>
        imports.filter((target) => !paths.has(target)).map((target) => `${path} -> ${target}`),
      ),
    ).toEqual([]);
  });

  it("keeps its files short", () => {
    const long = [
      ...source.filter(({ text }) => linesOf(text) > LONGEST_FILE),
      ...tests.filter(({ text }) => linesOf(text) > LONGEST_TEST),
    ];

    expect(long.map(({ path, text }) => `${path}: ${linesOf(text)} lines`)).toEqual([]);
  });

  it("reads the environment in its two entries alone, which hold nothing else", () => {
    const entries = ["main.ts", "cli/galen.ts"];

    expect(where(/\bprocess\.env\b/, entries)).toEqual([]);
    expect(source.filter(({ imports }) => imports.some((target) => entries.includes(target)))).toEqual([]);
    for (const entry of entries)
      expect(linesOf(source.find(({ path }) => path === entry)?.text ?? "")).toBeLessThan(20);
  });

  it("speaks through its log, not through the console", () => {
    expect(where(/\bconsole\./)).toEqual([]);
  });

  it("has no default export, no any and no suppressed warning", () => {
    expect(where(/\bexport default\b/)).toEqual([]);
    expect(where(/(:|<|\bas|,|\||&)\s*any\b(?!\w)/)).toEqual([]);
    expect(
      source.filter(({ text }) => /@ts-(ignore|expect-error|nocheck)|biome-ignore/.test(text)).map(({ path }) => path),
    ).toEqual([]);
  });

  it("has no folder for everything and nothing", () => {
    expect(source.filter(({ path }) => /(^|\/)(utils?|helpers?|common|lib|misc)(\/|\.ts$)/.test(path))).toEqual([]);
  });
});

describe("The check of the house itself", () => {
  const root = mkdtempSync(join(tmpdir(), "galen-architecture-"));
  afterAll(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };

  it("finds every import that breaks a rule, in each way of writing one", () => {
    write("upstream/http.ts", 'import { request } from "undici";\nimport { parse } from "graphql";\n');
    write("upstream/index.ts", 'export { a } from "./http.js";\nimport "../config.js";\n');
    write(
      "sources/pubmed/client.ts",
      'import {\n  type A,\n  B,\n} from "../medlineplus/index.js";\nimport { c } from "./parser.js";\n',
    );
    write("sources/pubmed/parser.ts", 'import type { D } from "../../upstream/http.js";\n');
    write("sources/medlineplus/index.ts", 'export * from "../../content/index.js";\n');
    write("unified/search.ts", 'import { c } from "../sources/pubmed/client.js";\n');
    write("server/route.ts", 'const later = await import("../sources/pubmed/index.js");\n');
    write("bundled/pubmed.ts", 'import { c } from "../sources/pubmed/parser.js";\n');
    write("gateway.ts", 'import { f } from "./server/route.js";\nimport "./main.js";\n');
    write("attic/box.ts", "export const box = 1;\n");

    expect(brokenImportRules(readSourceTree(root), RULES)).toEqual([
      "attic/box.ts is in no folder that the table knows",
      "bundled/pubmed.ts -> sources/pubmed/parser.ts",
      "gateway.ts -> main.ts",
      "server/route.ts -> sources/pubmed/index.ts",
      "sources/pubmed/client.ts -> sources/medlineplus/index.ts",
      "sources/pubmed/parser.ts -> upstream/http.ts",
      "unified/search.ts -> sources/pubmed/client.ts",
      "upstream/http.ts -> graphql",
      "upstream/index.ts -> config.ts",
    ]);
  });
});
