import type { Readable } from "node:stream";

/** The head of an answer whose status is 2xx, 304 or 404. */
export interface AnswerHead {
  status: number;
  headers: Readonly<Record<string, string>>;
}

/** An answer that has come whole; its body as it was sent, which may be compressed. */
export interface WholeAnswer extends AnswerHead {
  bytes: Buffer;
}

/** An answer whose body still comes, as it was sent. */
export interface StreamedAnswer extends AnswerHead {
  body: Readable;
}

/** Whether a status is an answer to the question: that nothing has changed, or that there is no such thing, is one too. */
export function isAnswer(status: number): boolean {
  return (status >= 200 && status <= 299) || status === 304 || status === 404;
}

/** Headers by their names, those that came several times as one. */
export function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
