// Puts the program and its libraries into a few files: most of the time until the first answer went into finding,
// reading and compiling hundreds of modules. What the compiler made stays where it is for everything else that uses it;
// only `dist/main.js` is replaced, by a file that starts the bundle with V8's code cache switched on.
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");

/** A file that finds others by its own place has to find them from where the bundle is. */
const ownPlace = {
  name: "own-place",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!text.includes("import.meta.")) return undefined;
      const file = relative(join(ROOT, "src"), path).replace(/\.ts$/, ".js");
      const folder = dirname(file) === "." ? "" : `/${dirname(file)}`;
      const contents = text
        .replaceAll("import.meta.dirname", `(import.meta.dirname + ${JSON.stringify(folder)})`)
        .replaceAll("import.meta.url", `new URL(${JSON.stringify(`./${file}`)}, import.meta.url).href`)
        .replaceAll("import.meta.main", "false");
      return { loader: "ts", contents };
    });
  },
};

/**
 * Importing `node:http` as a module reads all that it exports, among it a WebSocket for whose sake Node loads a whole
 * HTTP client. What is asked for its members one by one does not.
 */
const lazyHttp = {
  name: "lazy-http",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?https?$/ }, ({ path, kind }) =>
      kind === "import-statement" ? { path: path.replace("node:", ""), namespace: "lazy-http" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "lazy-http" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule("node:${path}");`,
    }));
  },
};

/**
 * All take graphql-js's modules of the newer format: those of the older one reach each name through two getters, and two
 * copies of them would not know each other's schemas.
 */
const oneGraphql = {
  name: "one-graphql",
  setup({ onResolve }) {
    onResolve({ filter: /^graphql(\/.*)?$/ }, ({ path }) => {
      const place = join(ROOT, "node_modules", path.replace(/\.m?js$/, ""));
      return { path: existsSync(`${place}.mjs`) ? `${place}.mjs` : join(place, "index.mjs") };
    });
  },
};

const START = `import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";

enableCompileCache(join(import.meta.dirname, "code-cache"));
await import("./galen-bundle.js");
// A process that is killed would leave no cache behind.
setTimeout(flushCompileCache, 5_000).unref();
`;

for (const name of await readdir(DIST)) if (/^galen-.*\.js(\.map)?$/.test(name)) await rm(join(DIST, name));
await build({
  entryPoints: { "galen-bundle": join(ROOT, "src/main.ts") },
  outdir: DIST,
  chunkNames: "galen-[hash]",
  tsconfig: join(ROOT, "tsconfig.json"),
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  legalComments: "none",
  logLevel: "warning",
  // Libraries in the older format look for their modules at run time.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  // type-graphql asks for it when arguments are to be validated; they are not.
  external: ["class-validator"],
  plugins: [ownPlace, lazyHttp, oneGraphql],
  minifyWhitespace: true,
});
await writeFile(join(DIST, "main.js"), START);
