import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";

/** One source file, and what it names in its imports. */
export interface SourceFile {
  /** Path below the root, with slashes. */
  path: string;
  text: string;
  /** Files of the tree that it imports, below the root, ending in `.ts`. */
  imports: string[];
  /** Packages that it imports, `node:` modules apart. */
  packages: string[];
}

/** Reads every TypeScript file below a folder. */
export function readSourceTree(root: string): SourceFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => readSourceFile(root, join(entry.parentPath, entry.name)))
    .sort((left, right) => left.path.localeCompare(right.path));
}

function readSourceFile(root: string, file: string): SourceFile {
  const text = readFileSync(file, "utf8");
  const path = relative(root, file).split(sep).join("/");
  const named = [
    ...text.matchAll(/^(?:import|export)\b[^;"]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm),
  ];
  const specifiers = named.map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "");
  return {
    path,
    text,
    imports: specifiers.filter((name) => name.startsWith(".")).map((name) => resolveWithin(path, name)),
    packages: specifiers.filter((name) => !name.startsWith(".") && !name.startsWith("node:")),
  };
}

function resolveWithin(from: string, specifier: string): string {
  return normalize(join(dirname(from), specifier))
    .split(sep)
    .join("/")
    .replace(/\.js$/, ".ts");
}

/** What the files of one folder may import, besides each other. */
export interface ImportRule {
  /** Who the rule is for: the first rule whose pattern matches a file's path counts. */
  files: RegExp;
  /** Own files: a match of `files` with the same first group. */
  own: boolean;
  /** Files of other folders. */
  may: readonly RegExp[];
  /** Packages that must not be used. */
  mustNotUse?: readonly RegExp[];
}

/** Every import that a rule does not allow, as `file -> import`; a file without a rule is one too. */
export function brokenImportRules(files: readonly SourceFile[], rules: readonly ImportRule[]): string[] {
  return files.flatMap((file) => {
    const rule = rules.find(({ files: pattern }) => pattern.test(file.path));
    if (!rule) return [`${file.path} is in no folder that the table knows`];
    const wrong = file.imports.filter((target) => !isOwn(rule, file.path, target) && !matches(rule.may, target));
    const unwanted = file.packages.filter((name) => matches(rule.mustNotUse ?? [], name));
    return [...wrong, ...unwanted].map((name) => `${file.path} -> ${name}`);
  });
}

function matches(patterns: readonly RegExp[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text));
}

function isOwn({ own, files }: ImportRule, path: string, target: string): boolean {
  return own && files.test(target) && files.exec(path)?.[1] === files.exec(target)?.[1];
}
