import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Language } from "../../../src/content/index.js";
import { createMedlinePlus, type MedlinePlus } from "../../../src/sources/medlineplus/index.js";
import { type Call, createCall, type Platform } from "../../../src/upstream/index.js";
import { type Loopback, listenLoopback } from "../../support/loopback.js";

/** The half of MedlinePlus that publishes topics files, as a real server that a test can change while it runs. */
export interface TopicsServer {
  loopback: Loopback;
  /** Bodies by the date of the file. */
  files: Map<string, string | Buffer>;
  /** The index page; null means that there is none. */
  page: () => string | null;
  /** Requests for topics files, by date. */
  asked(): string[];
}

export async function listenTopics(files: Record<string, string | Buffer>): Promise<TopicsServer> {
  const loopback = await listenLoopback((request, response) => {
    const date = /^\/xml\/mplus_topics_(.+)\.xml$/.exec(request.url ?? "")?.[1];
    const file = date === undefined ? undefined : server.files.get(date);
    const page = request.url === "/xml.html" ? server.page() : null;
    if (file === undefined && page === null) {
      response.writeHead(404, { "content-type": "text/html" }).end("<html>Not found</html>");
    } else {
      response.writeHead(200, { "content-type": page === null ? "text/xml" : "text/html" }).end(page ?? file);
    }
  });
  const server: TopicsServer = {
    loopback,
    files: new Map(Object.entries(files)),
    page: () => indexPage([...server.files.keys()]),
    asked: () => loopback.seen.flatMap((line) => /topics_(\d{4}-\d\d-\d\d)\.xml/.exec(line)?.[1] ?? []),
  };
  return server;
}

/** As untidy as the real page: odd spacing, relative and absolute addresses, other files in between. */
export function indexPage(dates: readonly string[]): string {
  const rows = dates.map(
    (date) => `<h3>Files generated on ${date}</h3><p>
      <a href="https://medlineplus.gov/xml/mplus_topics_${date}.xml" >MedlinePlus Health Topic XML</a> (29442 K)
      <a href="xml/mplus_topics_compressed_${date}.zip">Compressed</a> <a href="/xml/mplus_topic_groups_${date}.xml">Groups</a></p>`,
  );
  return `<html><body>${rows.join("\n")}<a href="xml/mplus_topics_2012-06-01.dtd">DTD</a></body></html>`;
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "galen-topics-"));
}

export function createTopics(platform: Platform, server: { url: string }, dataFolder: string): MedlinePlus {
  return createMedlinePlus(platform, { baseUrl: server.url, connectUrl: `${server.url}/service`, dataFolder });
}

export function callOf(platform: Platform): Call {
  return createCall(platform.clock, { deadlineMs: 6_000 });
}

export function titlesOf(medlineplus: MedlinePlus, language = Language.ENGLISH): string[] {
  return medlineplus.all(language).map(({ title }) => title);
}
