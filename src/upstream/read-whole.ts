import type { Dispatcher } from "undici";
import type { Ending } from "./ending.js";
import { flatten, isAnswer, type WholeAnswer } from "./http-answer.js";

/** Thrown for a body that is larger than it may be. */
export class TooLargeError extends Error {}

/**
 * Sends a request and reads the body of an answer whole, without a stream: of a page of a few kilobytes, Node's streams
 * would cost as much as all the rest of an exchange. What is no answer comes without its body.
 * @param maxBytes most bytes of the body as it is sent
 * @throws TooLargeError, undici's errors, and the reason when the work has ended
 */
export function readWhole(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  ending: Ending,
  maxBytes: number,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    const collector = new Collector(maxBytes, resolve, reject);
    const leave = (): void => collector.leave(ending.ended?.reason);
    if (ending.ended) leave();
    else {
      collector.stayOn = ending.whenEnded(leave);
      dispatcher.dispatch(options, collector);
    }
  });
}

class Collector implements Dispatcher.DispatchHandler {
  /** To be called when nobody has to be told any more that the work has ended. */
  stayOn: () => void = () => undefined;
  private controller: Dispatcher.DispatchController | null = null;
  /** Set when no more is wanted. */
  private left: Error | null = null;
  private status = 0;
  private headers: Record<string, string> = {};
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private hasEnded = false;

  constructor(
    private readonly maxBytes: number,
    private readonly resolve: (answer: WholeAnswer) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  /** Wants no more. A request that waits for its connection is given up as soon as it has one. */
  leave(reason: unknown): void {
    this.reject(reason);
    this.left = reason instanceof Error ? reason : new Error("The work has ended.");
    this.controller?.abort(this.left);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.left) controller.abort(this.left);
  }

  onResponseStart(_: unknown, status: number, headers: Parameters<typeof flatten>[0]): void {
    if (status < 200) return;
    this.status = status;
    this.headers = flatten(headers);
    // A short body is there already, and its connection can be used again; a longer one is not waited for.
    if (!isAnswer(status)) queueMicrotask(() => this.finish());
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.maxBytes) this.leave(new TooLargeError());
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.hasEnded = true;
    this.finish();
  }

  onResponseError(_: unknown, error: Error): void {
    this.stayOn();
    this.reject(error);
  }

  private finish(): void {
    const { status, headers, chunks } = this;
    this.stayOn();
    const [first] = chunks;
    this.resolve({ status, headers, bytes: chunks.length === 1 && first ? first : Buffer.concat(chunks) });
    if (!this.hasEnded) this.controller?.abort(new Error("The body is not wanted."));
  }
}
