import { setImmediate as turn } from "node:timers/promises";
import { SaxesParser } from "saxes";
import { UnreadableAnswerError, XmlNode } from "../../upstream/index.js";
import type { StoredTopic } from "./stored-topic.js";
import { toDate, toStoredTopic } from "./topic-parser.js";

/** What the root element of a bulk file says. */
export interface TopicsFileHead {
  /** How many topics the file says it has, both languages together. */
  announced: number | null;
  /** The day on which the file was made. */
  generatedOn: string | null;
}

/** A topic that could not be read, by the number it gave for itself. */
export interface DroppedTopic {
  topicId: string;
  reason: string;
}

export interface TopicsFileHandlers {
  topic(topic: StoredTopic): void | Promise<void>;
  dropped(topic: DroppedTopic): void;
  /** Told now and then how many topics have been read, and how many the file says it has. */
  progress?: ((read: number, announced: number | null) => void) | undefined;
}

const DEEPEST_NESTING = 50;
/** Most characters from one topic to the next; the longest record of a real file has about 150,000. */
const LONGEST_RECORD = 4_000_000;

/**
 * Reads a bulk topics file as it comes, holding one topic at a time. A topic that cannot be read is dropped and told;
 * the others stay. The DOCTYPE is not followed and no entity is expanded.
 * @throws UnreadableAnswerError when it is not well formed, not UTF-8, cut short, or no topics file
 */
export async function parseTopicsFile(
  chunks: AsyncIterable<Uint8Array>,
  handlers: TopicsFileHandlers,
): Promise<TopicsFileHead> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = new TopicReader();
  let read = 0;
  for await (const chunk of chunks) {
    reader.write(decoder.decode(chunk, { stream: true }));
    const records = reader.take();
    read += records.length;
    for (const record of records) await handOver(record, handlers);
    handlers.progress?.(read, reader.announced());
    // When the body comes faster than it is read, nothing else would get a turn, and V8 keeps what each piece left
    // behind until it does: two hundred megabytes more for a real file.
    await turn();
  }
  reader.write(decoder.decode());
  return reader.close();
}

async function handOver({ node, fault }: TopicElement, handlers: TopicsFileHandlers): Promise<void> {
  let topic: StoredTopic;
  try {
    if (fault !== null) throw new UnreadableAnswerError(fault);
    topic = toStoredTopic(node);
  } catch (error) {
    const topicId = (node.attributes.id ?? "unknown").slice(0, 20);
    return handlers.dropped({ topicId, reason: error instanceof Error ? error.message : String(error) });
  }
  await handlers.topic(topic);
}

/** A `health-topic` element, and what is wrong with a piece of text inside it. */
interface TopicElement {
  node: XmlNode;
  fault: string | null;
}

/** Faults of a piece of text, after which the reader knows where it is: they cost their topic and not the file. */
const FAULTS_OF_TEXT = [
  "disallowed character.",
  "undefined entity.",
  "empty entity name.",
  "disallowed character in entity name.",
  "malformed character entity.",
  'the string "]]>" is disallowed in char data.',
];

/** Builds the tree of one `health-topic` element at a time from the events of the XML reader. */
class TopicReader {
  private readonly sax = new SaxesParser();
  private head: TopicsFileHead | null = null;
  private depth = 0;
  private open: XmlNode[] = [];
  private whole: TopicElement[] = [];
  private fault: string | null = null;
  private sinceRecord = 0;

  constructor() {
    this.sax.on("error", ({ message }) => {
      if (!FAULTS_OF_TEXT.some((fault) => message.endsWith(fault)))
        throw new UnreadableAnswerError(`topics file: ${message}`);
      this.fault ??= message;
    });
    this.sax.on("opentag", (tag) => this.opened(new XmlNode(tag.name, tag.attributes)));
    this.sax.on("closetag", () => this.closed());
    this.sax.on("text", (text) => this.open.at(-1)?.children.push(text));
    this.sax.on("cdata", (text) => this.open.at(-1)?.children.push(text));
  }

  write(text: string): void {
    this.sinceRecord += text.length;
    if (this.sinceRecord > LONGEST_RECORD) throw new UnreadableAnswerError("topics file: a record without end");
    this.sax.write(text);
  }

  /** The topics that were completed since the last call. */
  take(): TopicElement[] {
    const taken = this.whole;
    this.whole = [];
    return taken;
  }

  /** How many topics the file says it has, once it has said so. */
  announced(): number | null {
    return this.head?.announced ?? null;
  }

  close(): TopicsFileHead {
    this.sax.close();
    if (this.head === null) throw new UnreadableAnswerError("no topics file: it has no health-topics element");
    return this.head;
  }

  private opened(node: XmlNode): void {
    if (++this.depth > DEEPEST_NESTING) throw new UnreadableAnswerError("topics file: nests too deeply");
    const parent = this.open.at(-1);
    if (parent) parent.children.push(node);
    else if (this.depth === 1) this.head = toHead(node);
    if (parent || node.name === "health-topic") this.open.push(node);
  }

  private closed(): void {
    this.depth--;
    const node = this.open.pop();
    if (!node || this.open.length > 0) return;
    this.whole.push({ node, fault: this.fault });
    this.fault = null;
    this.sinceRecord = 0;
  }
}

function toHead(root: XmlNode): TopicsFileHead {
  if (root.name !== "health-topics")
    throw new UnreadableAnswerError(`no topics file: its root element is ${root.name}`);
  const total = Number(root.attributes.total);
  return {
    announced: Number.isInteger(total) && total > 0 ? total : null,
    generatedOn: toDate(root.attributes["date-generated"]),
  };
}
