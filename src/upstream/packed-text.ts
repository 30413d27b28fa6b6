import { type Coding, decompressAtOnce } from "./decompress.js";
import { UnreadableAnswerError } from "./errors.js";

/** A text as its source sent it, mostly compressed, in a form that JSON can hold: a third of its length, or less. */
export interface PackedText {
  /** Null for a text that came as it is. */
  coding: Coding | null;
  /** The compressed bytes in base64, or the text. */
  data: string;
}

/** @throws UnreadableAnswerError when it was damaged where it was kept */
export function unpack({ coding, data }: PackedText): string {
  if (coding === null) return data;
  try {
    return decompressAtOnce(Buffer.from(data, "base64"), coding).toString();
  } catch (cause) {
    throw new UnreadableAnswerError("a text that was damaged where it was kept", { cause });
  }
}
