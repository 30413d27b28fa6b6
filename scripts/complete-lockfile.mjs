// Adds to package-lock.json the optional packages of other platforms that it lacks. npm leaves them out where a
// registry does not offer them, and `npm ci` then refuses the whole file: on the machine that wrote it as well.
// To be run after every change of dependencies; a test tells when it was forgotten.
import { readFileSync, writeFileSync } from "node:fs";

const PLATFORMS = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
  "aix",
];
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64", "wasm32"];

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));

/** Where Node would find a package that another one asks for; undefined when the file has it nowhere. */
function find(from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const path = `${folder ? `${folder}/` : ""}node_modules/${name}`;
    if (lock.packages[path]) return path;
    if (folder === "") return undefined;
  }
}

let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (find(path, name)) continue;
    const words = name.split(/[/-]/);
    const os = PLATFORMS.filter((word) => words.includes(word));
    const cpu = PROCESSORS.filter((word) =>
      words.some((part) => part === word || (word === "arm" && /^arm(?!64)/.test(part))),
    );
    lock.packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ""),
      ...(cpu.length > 0 && { cpu }),
      ...(entry.dev && { dev: true }),
      optional: true,
      ...(os.length > 0 && { os }),
    };
    added++;
  }
}

const [root, ...rest] = Object.entries(lock.packages);
rest.sort(([left], [right]) => left.localeCompare(right, "en"));
lock.packages = Object.fromEntries([root, ...rest]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} optional packages of other platforms added`);
