import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BundledAnswer, BundledRequest } from "./http.js";
import { escapeMarkup, htmlAnswer, htmlPage, notFoundPage } from "./markup.js";

const KINDS = ["article", "patientinstructions"] as const;
const PAGE = /^\/(spanish\/)?ency\/(article|patientinstructions)\/(\d{6})\.htm$/;
const INDEX = /^\/(spanish\/)?ency\/encyclopedia_([A-Z]|0-9)\.htm$/;

interface Entry {
  path: string;
  title: string;
}

export interface Encyclopedia {
  /** Pages that can be served, both languages counted. */
  articles: number;
  /** Null when the path is not in the encyclopedia's part of the site. */
  answer(request: BundledRequest): Promise<BundledAnswer | null>;
}

/** The encyclopedia's pages, read from disk when they are asked for. Only the titles are ever held, once an index asks. */
export async function openEncyclopedia(folder: string): Promise<Encyclopedia> {
  const english = await listPages(folder);
  const spanish = await listPages(join(folder, "spanish"));
  const titles = {
    english: once(() => readEntries(folder, english)),
    spanish: once(() => readEntries(join(folder, "spanish"), spanish)),
  };
  return {
    articles: english.length + spanish.length,
    answer: async (request) => {
      const page = PAGE.exec(request.path);
      if (page) return pageAnswer(request, join(folder, page[1] ?? "", page[2] ?? "", `${page[3]}.htm`));
      const index = INDEX.exec(request.path);
      if (index) return htmlAnswer(indexPage(await titles[index[1] ? "spanish" : "english"](), index[2] ?? ""));
      return /^\/(spanish\/)?ency\//.test(request.path) ? notFoundPage() : null;
    },
  };
}

async function pageAnswer(request: BundledRequest, file: string): Promise<BundledAnswer> {
  const body = await readFile(file).catch(() => null);
  if (body === null) return notFoundPage();
  const { mtime } = await stat(file);
  const headers = {
    etag: `"${createHash("sha1").update(body).digest("hex").slice(0, 16)}"`,
    "last-modified": mtime.toUTCString(),
  };
  if (isUnchanged(request, headers.etag, mtime)) return { status: 304, headers, body: "" };
  return htmlAnswer(body, 200, headers);
}

/** If-None-Match wins over If-Modified-Since, which has a resolution of one second. */
function isUnchanged(request: BundledRequest, etag: string, modified: Date): boolean {
  const known = request.headers["if-none-match"];
  if (known !== undefined) return known.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  return Number.isFinite(since) && Math.floor(modified.getTime() / 1000) * 1000 <= since;
}

async function listPages(folder: string): Promise<string[]> {
  const lists = await Promise.all(
    KINDS.map(async (kind) => {
      const names = await readdir(join(folder, kind)).catch(() => []);
      return names.filter((name) => /^\d{6}\.htm$/.test(name)).map((name) => `${kind}/${name}`);
    }),
  );
  return lists.flat().sort();
}

async function readEntries(folder: string, paths: readonly string[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const path of paths) {
    const page = await readFile(join(folder, path), "utf8");
    const title = /<h1[^>]*>([^<]*)<\/h1>/.exec(page)?.[1];
    if (title !== undefined) entries.push({ path, title });
  }
  return entries.sort((one, other) => one.title.localeCompare(other.title));
}

function indexPage(entries: readonly Entry[], letter: string): string {
  const belongs = (title: string) => (letter === "0-9" ? /^\d/.test(title) : title.toUpperCase().startsWith(letter));
  const items = entries
    .filter((entry) => belongs(entry.title.normalize("NFD")))
    .map((entry, position) => `<li class="${itemClass(position)}"><a href="${entry.path}">${entry.title}</a></li>`);
  const heading = `Medical Encyclopedia: ${escapeMarkup(letter)}`;
  return htmlPage(
    heading,
    `<article><h1 class="with-also">${heading}</h1><ul id="index">${items.join("")}</ul></article>`,
  );
}

/** The layout classes of the real list, which break it into columns: worth nothing to a reader, but they are there. */
function itemClass(position: number): string {
  const classes = [position % 5 === 4 && "break g-5", position % 2 === 0 && "g-m"].filter((name) => name !== false);
  return classes.join(" ");
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= read());
}
