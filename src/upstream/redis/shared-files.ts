import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Clock } from "../clock.js";
import type { SharedFile, SharedFiles } from "../shared.js";
import type { Bulletin } from "./bulletin.js";
import type { Leases } from "./leases.js";
import type { RedisLink } from "./link.js";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Redis does one thing at a time: a chunk this large keeps the others waiting for about a millisecond. */
const CHUNK_BYTES = 512 * 1024;
/** A file that is written once a day is missed after this long by nobody. */
const KEPT_MS = 4 * 24 * 3_600_000;
const LOOK_MS = 250;

/** Files that one replica makes and all use, in compressed chunks. */
export class RedisFiles implements SharedFiles {
  private readonly listeners = new Map<string, () => void>();

  constructor(
    private readonly link: RedisLink,
    private readonly clock: Clock,
    private readonly leases: Leases,
    private readonly bulletin: Bulletin,
    private readonly namespace: string,
  ) {
    bulletin.listen((news) => void (news.news === "file" && this.listeners.get(news.name)?.()));
  }

  async exclusively<T>(name: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const key = `file:${name}`;
    while (!(await this.leases.take([key]))[0]) await this.clock.sleep(LOOK_MS, signal);
    try {
      return await work();
    } finally {
      await this.leases.release([key]);
    }
  }

  async find(name: string): Promise<SharedFile | null> {
    const text = await this.link.send(this.keyOf(name), "GET", this.keyOf(name)).catch(() => null);
    return typeof text === "string" ? (JSON.parse(text) as SharedFile) : null;
  }

  async *read(name: string, file: SharedFile): AsyncIterable<Buffer> {
    for (let chunk = 0; chunk < file.chunks; chunk++) {
      const key = this.chunkOf(name, file, chunk);
      const bytes = await this.link.sendBytes(key, "GET", key);
      if (!Buffer.isBuffer(bytes)) throw new Error(`chunk ${chunk} of the file ${name} is gone`);
      yield decompress(bytes);
    }
  }

  async write(name: string, edition: string, length: number, readAt: (offset: number, length: number) => Buffer) {
    const file = { edition, chunks: Math.ceil(length / CHUNK_BYTES) };
    for (let chunk = 0; chunk < file.chunks; chunk++) {
      const offset = chunk * CHUNK_BYTES;
      const bytes = await compress(Buffer.from(readAt(offset, Math.min(CHUNK_BYTES, length - offset))));
      const key = this.chunkOf(name, file, chunk);
      await this.link.sendBytes(key, "SET", key, bytes, "PX", String(KEPT_MS));
    }
    // Named last: whoever finds the name finds all of it.
    await this.link.send(this.keyOf(name), "SET", this.keyOf(name), JSON.stringify(file), "PX", KEPT_MS);
    await this.bulletin.tell({ news: "file", name });
  }

  whenWritten(name: string, listener: () => void): void {
    this.listeners.set(name, listener);
  }

  private keyOf(name: string): string {
    return `${this.namespace}:file:${name}`;
  }

  private chunkOf(name: string, { edition }: SharedFile, chunk: number): string {
    return `${this.keyOf(name)}:${edition}:${chunk}`;
  }
}
