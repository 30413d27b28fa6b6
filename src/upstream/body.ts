import { isUtf8 } from "node:buffer";
import { StringDecoder } from "node:string_decoder";
import { type Coding, codingOf, decompress, decompressed } from "./decompress.js";
import type { Ending } from "./ending.js";
import { UpstreamError } from "./errors.js";
import type { Expectation } from "./http.js";
import type { AnswerHead, StreamedAnswer, WholeAnswer } from "./http-answer.js";
import { codeOf, toUpstreamError } from "./http-errors.js";
import type { PackedText } from "./packed-text.js";

/** A whole answer, read and checked as far as its kind allows. */
export interface UpstreamAnswer extends AnswerHead {
  /** All of it; made of the bytes for whoever asks first. */
  readonly text: string;
  /** The same, a piece of about so many bytes at a time: for whoever may stop before the end. */
  pieces(bytes: number): Iterable<string>;
  /** Whether it ends like this, white space apart. */
  endsWith(end: string): boolean;
  /** The same text, to be kept without taking more room than it did on its way. */
  pack(): PackedText;
}

/** Passes a body on, and stops reading once it is larger than allowed: counted after decompression. */
export async function* bounded(source: string, answer: StreamedAnswer, maxBytes: number, ending: Ending) {
  let bytes = 0;
  try {
    for await (const chunk of decompressed(answer.body, codingOf(answer.headers))) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(source, maxBytes);
      yield chunk;
    }
  } catch (error) {
    throw toUpstreamError(source, error, ending);
  }
}

/**
 * The text of an answer of the expected kind.
 * @param maxBytes most bytes of it, counted after decompression
 * @throws UpstreamError "malformed" for an empty body, bytes that are not UTF-8, and a page where none was asked for
 */
export async function readAnswer(
  source: string,
  { status, headers, bytes }: WholeAnswer,
  expect: Expectation,
  maxBytes: number,
  ending: Ending,
): Promise<UpstreamAnswer> {
  const coding = codingOf(headers);
  const plain = await plainBytes(source, bytes, coding, maxBytes, ending);
  if (!isUtf8(plain)) throw new UpstreamError(source, "malformed", "body is not UTF-8");
  const answer = new ReadAnswer(status, headers, plain, { coding, bytes });
  if (status >= 200 && status < 300)
    refuseWrongKind(source, headers["content-type"], plain.toString("utf8", 0, JUDGED_BYTES), expect);
  return answer;
}

/** What a body is shows at its beginning. */
const JUDGED_BYTES = 300;
const SEEN_AT_END = 100;

class ReadAnswer implements UpstreamAnswer {
  private whole: string | null = null;

  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
    private readonly plain: Buffer,
    private readonly sent: { coding: Coding | null; bytes: Buffer },
  ) {}

  get text(): string {
    this.whole ??= utf8.decode(this.plain);
    return this.whole;
  }

  *pieces(bytes: number): Iterable<string> {
    const decoder = new StringDecoder("utf8");
    for (let at = 0; at < this.plain.length; at += bytes) yield decoder.write(this.plain.subarray(at, at + bytes));
  }

  endsWith(end: string): boolean {
    return this.plain
      .toString("latin1", this.plain.length - SEEN_AT_END)
      .trimEnd()
      .endsWith(end);
  }

  pack(): PackedText {
    const { coding, bytes } = this.sent;
    return { coding, data: coding === null ? this.text : bytes.toString("base64") };
  }
}

async function plainBytes(
  source: string,
  bytes: Buffer,
  coding: Coding | null,
  maxBytes: number,
  ending: Ending,
): Promise<Buffer> {
  try {
    return await decompress(bytes, coding, maxBytes);
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") throw tooLarge(source, maxBytes);
    throw toUpstreamError(source, error, ending);
  }
}

function tooLarge(source: string, maxBytes: number): UpstreamError {
  return new UpstreamError(source, "malformed", `body over ${maxBytes} bytes`);
}

const utf8 = new TextDecoder();

// Maintenance and "blocked" pages come with status 200, and some with a JSON or XML content type: judge the body too.
// E-utilities send XML as text/xml, application/xml or text/plain, so only what is plainly wrong is refused.
function refuseWrongKind(
  source: string,
  contentType: string | undefined,
  beginning: string,
  expect: Expectation,
): void {
  const start = beginning.trimStart().toLowerCase();
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  const page = start.startsWith("<!doctype html") || start.startsWith("<html") || type === "text/html";
  const wrong = expect === "html" ? type !== undefined && !/^(text\/html|application\/xhtml\+xml)$/.test(type) : page;
  const binary = type !== undefined && /^(image|audio|video|font)\/|^application\/(octet-stream|pdf|zip)/.test(type);
  if (start !== "" && !wrong && !binary) return;
  // A front end that is being restarted sends such things for moments: another attempt may reach the service behind it.
  const message = start === "" ? "empty body" : `expected ${expect}, got ${type}`;
  throw new UpstreamError(source, "malformed", message, { retryable: true });
}
