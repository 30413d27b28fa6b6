import { Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";

const DEFLATE = 8;
/** Sizes and checksum follow the data, since neither is known when the entry begins. */
const SIZES_FOLLOW = 0x08;

/** A zip archive of one file, written while the file is read. Sound for files below 4 GB. */
export function zipFile(name: string, content: Readable): Readable {
  return Readable.from(zipParts(Buffer.from(name), content), { objectMode: false });
}

async function* zipParts(name: Buffer, content: Readable): AsyncGenerator<Buffer> {
  const local = numbers([4, 0x04034b50], [2, 20], ...entryFields(0, 0, 0, name.length));
  yield Buffer.concat([local, name]);
  const measure = { checksum: 0, size: 0, packed: 0 };
  const deflate = Readable.from(measured(content, measure)).pipe(createDeflateRaw());
  for await (const chunk of deflate) {
    measure.packed += (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  const { checksum, size, packed } = measure;
  yield numbers([4, 0x08074b50], [4, checksum], [4, packed], [4, size]);
  const fields = entryFields(checksum, packed, size, name.length);
  const central = numbers([4, 0x02014b50], [2, 20], [2, 20], ...fields, [2, 0], [2, 0], [2, 0], [4, 0], [4, 0]);
  yield Buffer.concat([central, name]);
  const begin = local.length + name.length + packed + 16;
  const length = central.length + name.length;
  yield numbers([4, 0x06054b50], [2, 0], [2, 0], [2, 1], [2, 1], [4, length], [4, begin], [2, 0]);
}

/** The fields that the local and the central header share, from the flags to the length of the extra field. */
function entryFields(checksum: number, packed: number, size: number, nameLength: number): [number, number][] {
  return [
    [2, SIZES_FOLLOW],
    [2, DEFLATE],
    [2, 0],
    [2, 0x21],
    [4, checksum],
    [4, packed],
    [4, size],
    [2, nameLength],
    [2, 0],
  ];
}

async function* measured(content: Readable, measure: { checksum: number; size: number }): AsyncGenerator<Buffer> {
  for await (const part of content) {
    const chunk = Buffer.from(part as Buffer);
    measure.checksum = crc32(chunk, measure.checksum);
    measure.size += chunk.length;
    yield chunk;
  }
}

/** Little-endian numbers, each with its width in bytes. */
function numbers(...fields: [width: number, value: number][]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((total, [width]) => total + width, 0));
  let offset = 0;
  for (const [width, value] of fields) offset = buffer.writeUIntLE(value, offset, width);
  return buffer;
}
