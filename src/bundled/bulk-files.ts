import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { generatedAt, generationStamp, newestGenerations } from "./generations.js";
import type { BundledAnswer, BundledRequest } from "./http.js";
import { htmlAnswer, htmlPage } from "./markup.js";
import { zipFile } from "./zip-file.js";

const DOCTYPES = {
  topics:
    '<!DOCTYPE health-topics PUBLIC "-//NLM//DTD health-topics //EN" "https://medlineplus.gov/xml/mplus_topics.dtd">',
  groups: '<!DOCTYPE groups PUBLIC "-//NLM//DTD groups //EN" "https://medlineplus.gov/xml/mplus_groups.dtd">',
};

const BULK_FILE = /^\/xml\/mplus_(\w+)_(\d{4}-\d\d-\d\d)\.(xml|zip)$/;

const MONTHS = "January February March April May June July August September October November December".split(" ");

export interface BulkFiles {
  /** Health topics in the bulk file, both languages counted. */
  topics: number;
  /** Null when the path is no bulk file's, or one of a date that is not kept. */
  answer(request: BundledRequest): BundledAnswer | null;
}

/** The index page and the dated files, put together from one file per topic as they are asked for. */
export async function openBulkFiles(folder: string, now: () => Date): Promise<BulkFiles> {
  const files = (await readdir(join(folder, "topics"))).filter((name) => name.endsWith(".xml")).sort();
  const paths = files.map((name) => join(folder, "topics", name));
  const topics = await countTopics(paths);
  const groups = (await readFile(join(folder, "groups.xml"), "utf8")).trim();
  return {
    topics,
    answer: (request) => {
      if (request.path === "/xml.html") return htmlAnswer(indexPage(newestGenerations(now())));
      const [, kind, date = "", extension] = BULK_FILE.exec(request.path) ?? [];
      // Only the six newest generations are kept; every other date is a page that does not exist.
      if (!newestGenerations(now()).includes(date)) return null;
      const whole = () => topicsFile(paths, topics, date);
      switch (`${kind}.${extension}`) {
        case "topics.xml":
          return datedFile(request, date, "text/xml", whole);
        case "topic_groups.xml":
          return datedFile(request, date, "text/xml", () => groupsFile(groups, date));
        case "topics_compressed.zip":
          return datedFile(request, date, "application/zip", () => zipFile(`mplus_topics_${date}.xml`, whole()));
        default:
          return null;
      }
    },
  };
}

async function countTopics(paths: readonly string[]): Promise<number> {
  let count = 0;
  for (const path of paths) count += (await readFile(path, "utf8")).split("<health-topic ").length - 1;
  return count;
}

function datedFile(request: BundledRequest, date: string, type: string, body: () => Readable): BundledAnswer {
  const headers = {
    "content-type": type,
    etag: `"${date.replaceAll("-", "")}"`,
    "last-modified": generatedAt(date).toUTCString(),
  };
  if (request.headers["if-none-match"] === headers.etag) return { status: 304, headers, body: "" };
  return { status: 200, headers, body: body() };
}

function topicsFile(paths: readonly string[], total: number, date: string): Readable {
  async function* parts() {
    yield `<?xml version="1.0" encoding="UTF-8"?>\n${DOCTYPES.topics}\n`;
    yield `<health-topics total="${total}" date-generated="${generationStamp(date)}">\n`;
    for (const path of paths) yield* createReadStream(path);
    yield "</health-topics>\n";
  }
  return Readable.from(parts(), { objectMode: false });
}

function groupsFile(groups: string, date: string): Readable {
  const total = groups.split("<group ").length - 1;
  const root = `<groups total="${total}" date-generated="${generationStamp(date)}">`;
  return Readable.from([`<?xml version="1.0" encoding="UTF-8"?>\n${DOCTYPES.groups}\n${root}\n${groups}\n</groups>\n`]);
}

function indexPage(dates: readonly string[]): string {
  const generations = dates.map((date) => {
    const [year, month, day] = date.split("-");
    const link = (file: string, text: string) => `<a href="https://medlineplus.gov/xml/${file}" >${text}</a>`;
    return `<h3>Files generated on ${MONTHS[Number(month) - 1]} ${day}, ${year}</h3>
<p>${link(`mplus_topics_${date}.xml`, "MedlinePlus Health Topic XML")} (29438 K) (${link("mplus_topics_2012-06-01.dtd", "DTD")} 5 K)<br>
${link(`mplus_topics_compressed_${date}.zip`, "MedlinePlus Compressed Health Topic XML")} (4670 K)<br>
${link(`mplus_topic_groups_${date}.xml`, "MedlinePlus Health Topic Group XML")} (11 K) (${link("mplus_groups_2012-06-01.dtd", "DTD")} 3 K)</p>`;
  });
  return htmlPage(
    "MedlinePlus XML Files",
    `<article><h1>MedlinePlus XML Files</h1>\n${generations.join("\n")}\n</article>`,
  );
}
