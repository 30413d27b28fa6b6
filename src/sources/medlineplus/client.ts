import { type Clock, endingOf, type Upstream, type UpstreamCall, UpstreamError } from "../../upstream/index.js";
import { Flow } from "./flow.js";

const INDEX_PAGE = "/xml.html";
/** Files are made from Tuesday to Saturday and six are kept, so a week's days always hold some. */
const PROBED_DAYS = 8;
const DAY_MS = 86_400_000;
const LARGEST_FILE = 200_000_000;
/** The index page is small; a server that does not give it in this time gives no file either. */
const INDEX_MS = 10_000;

/** One bulk topics file, as its name tells it. */
export interface TopicsFile {
  /** `YYYY-MM-DD`. */
  date: string;
  path: string;
}

/** The bulk topics files of MedlinePlus. */
export class TopicsClient {
  constructor(
    private readonly upstream: Upstream,
    private readonly clock: Clock,
  ) {}

  /**
   * The files that may be had, newest first. They are read off the index page; when that page cannot be read or names
   * none, every day of the last week may have one.
   * @throws UpstreamError when MedlinePlus cannot be reached
   */
  async listFiles(call: UpstreamCall): Promise<TopicsFile[]> {
    const soon = { ...call, deadline: Math.min(call.deadline, this.clock.elapsed() + INDEX_MS) };
    try {
      const dates = await this.upstream.ask({ path: INDEX_PAGE, expect: "html" }, ({ text }) => parseDates(text), soon);
      if (dates.length > 0) return dates.map(toFile);
    } catch (error) {
      if (!(error instanceof UpstreamError && (error.failure === "malformed" || error.failure === "rejected")))
        throw error;
    }
    return this.recentDates().map(toFile);
  }

  /**
   * Reads a file as it comes.
   * @param consume is started anew when the transfer is tried again
   * @returns null when there is no such file
   * @throws UpstreamError
   */
  async fetchFile<T>(
    file: TopicsFile,
    consume: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
    call: UpstreamCall,
  ): Promise<T | null> {
    const flow = new Flow(this.upstream.source, this.clock, call.ending.signal);
    try {
      return await this.upstream.stream(
        { path: file.path, expect: "xml" },
        (chunks, head) => (head.status === 200 ? consume(flow.watched(chunks)) : drained(chunks)),
        { ...call, ending: endingOf(flow.signal) },
        LARGEST_FILE,
      );
    } finally {
      flow.done();
    }
  }

  /** From tomorrow on, because the name's date is that of MedlinePlus's own clock. */
  private recentDates(): string[] {
    const tomorrow = this.clock.now() + DAY_MS;
    return Array.from({ length: PROBED_DAYS }, (_, days) =>
      new Date(tomorrow - days * DAY_MS).toISOString().slice(0, 10),
    );
  }
}

/** The page's markup is untidy and only the addresses in it are steady. Newest first. */
function parseDates(page: string): string[] {
  const found = page.matchAll(/\bxml\/mplus_topics_(\d{4}-\d{2}-\d{2})\.xml\b/g);
  return [...new Set([...found].map(([, date]) => date ?? ""))].sort().reverse();
}

function toFile(date: string): TopicsFile {
  return { date, path: `/xml/mplus_topics_${date}.xml` };
}

/** Reads the rest of an answer that is not used, so that its connection can be. */
async function drained(chunks: AsyncIterable<Uint8Array>): Promise<null> {
  for await (const _ of chunks);
  return null;
}
