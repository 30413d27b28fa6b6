import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Clock } from "../../upstream/index.js";
import { type AnswerType, chooseAnswerType } from "../answer-type.js";
import type { GraphqlRequest } from "../graphql-request.js";
import { collectBody, keepBody } from "../request-body.js";
import { AnswerMemory } from "./answer-memory.js";
import { compressAnswer } from "./compress.js";
import { bytesKey, mayUseMemory } from "./request-key.js";
import { sendStored, type Visibility } from "./send-stored.js";
import { SharedFlight } from "./shared-flight.js";
import type { StoredAnswer } from "./stored-answer.js";

export interface ResponseCacheOptions {
  maxBytes: number;
  bodyBytes: number;
  clock: Clock;
  /** Whether other caches may keep the answers too. */
  visibility: Visibility;
  /** Told of every request that is answered from memory by its very bytes; null where nobody wants to know. */
  onHit: ((message: IncomingMessage) => void) | null;
  /** Asks a question again whose answer is about to be gone; resolves to null when the new answer cannot be kept. */
  refresh: (request: GraphqlRequest, type: AnswerType) => Promise<StoredAnswer | null>;
}

/** How often an answer is sent before its compressed forms are worth making. */
const HITS_BEFORE_COMPRESSION = 1;

/**
 * Finished answers, as bytes, in front of everything: a request whose very bytes were answered before is answered
 * before it is parsed, let alone routed.
 */
export class ResponseCache {
  readonly memory: AnswerMemory;
  hits = 0;
  misses = 0;
  readonly #tickets = new WeakMap<IncomingMessage, string>();
  readonly #flights = new Map<string, SharedFlight>();
  readonly #led = new WeakMap<IncomingMessage, SharedFlight>();

  constructor(private readonly options: ResponseCacheOptions) {
    this.memory = new AnswerMemory(options.maxBytes);
  }

  /** Answers from memory where it can and hands everything else on. */
  inFrontOf(next: RequestListener): RequestListener {
    return (message, response) => {
      const type = mayUseMemory(message) ? chooseAnswerType(message.headers.accept) : null;
      if (type === null) return next(message, response);
      if (message.method === "GET") return this.#look(bytesKey(message, type, null), message, response, next);
      collectBody(
        message,
        this.options.bodyBytes,
        (body) => this.#lookForBody(body, type, message, response, next),
        (refusal) => {
          keepBody(message, refusal);
          next(message, response);
        },
      );
    };
  }

  /** Forgets everything. */
  clear(): void {
    for (const answer of [...this.memory.answers()]) this.memory.delete(answer);
  }

  /** The answer to a question in another spelling; from now on it is found under this request's bytes as well. */
  find(message: IncomingMessage, question: string): StoredAnswer | undefined {
    const ticket = this.#tickets.get(message);
    const answer = ticket === undefined ? undefined : this.memory.get(question, this.options.clock.elapsed());
    if (!answer || ticket === undefined) return undefined;
    this.memory.alias(answer, ticket);
    this.#land(message, answer);
    return answer;
  }

  /** Keeps the answer to a request, if that request may be answered from memory the next time. */
  keep(message: IncomingMessage, question: string, answer: StoredAnswer): void {
    const ticket = this.#tickets.get(message);
    if (ticket === undefined) return;
    this.memory.put(answer, [question, ticket]);
    this.#land(message, answer);
  }

  /** The answer to this request will not be kept: whoever waits for it asks instead. */
  leave(message: IncomingMessage): void {
    this.#land(message, null);
  }

  /** Aborted when all have gone who wait for the answer to this request; null when nobody can share it. */
  leftByAll(message: IncomingMessage): AbortSignal | null {
    return this.#led.get(message)?.left ?? null;
  }

  /** Sends a kept answer and sees to it that it stays worth keeping. */
  send(message: IncomingMessage, response: ServerResponse, answer: StoredAnswer): void {
    const now = this.options.clock.elapsed();
    sendStored(message, response, answer, { now, visibility: this.options.visibility });
    answer.touched = true;
    if (answer.hits++ === HITS_BEFORE_COMPRESSION) void this.#compress(answer);
    if (now >= answer.freshUntil && !answer.refreshing) void this.#refresh(answer);
  }

  #lookForBody(
    body: Buffer,
    type: AnswerType,
    message: IncomingMessage,
    response: ServerResponse,
    next: RequestListener,
  ) {
    const readOn: RequestListener = (late, answering) => {
      keepBody(late, body);
      next(late, answering);
    };
    this.#look(bytesKey(message, type, body), message, response, readOn);
  }

  #look(key: string, message: IncomingMessage, response: ServerResponse, next: RequestListener): void {
    const answer = this.memory.get(key, this.options.clock.elapsed());
    if (answer) {
      this.hits++;
      answer.repeats++;
      this.options.onHit?.(message);
      this.send(message, response, answer);
      return;
    }
    const flight = this.#flights.get(key);
    if (!flight) {
      this.#lead(key, message, response, next);
      return;
    }
    // Somebody asks the very same: wait for that answer, and ask oneself only if it cannot be shared.
    flight.join(response);
    void flight.landed.then((shared) => {
      if (response.destroyed) return;
      if (shared) {
        this.hits++;
        shared.repeats++;
        this.send(message, response, shared);
      } else next(message, response);
    });
  }

  #lead(key: string, message: IncomingMessage, response: ServerResponse, next: RequestListener): void {
    this.misses++;
    this.#tickets.set(message, key);
    const flight = new SharedFlight(response);
    this.#flights.set(key, flight);
    this.#led.set(message, flight);
    response.once("close", () => {
      if (response.writableFinished || flight.left.aborted) this.#land(message, null);
    });
    next(message, response);
  }

  /** Tells those who wait for the same answer; only the first call for a request counts. */
  #land(message: IncomingMessage, answer: StoredAnswer | null): void {
    const key = this.#tickets.get(message);
    const flight = this.#led.get(message);
    if (key === undefined || !flight) return;
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
    flight.land(answer);
  }

  async #compress(answer: StoredAnswer): Promise<void> {
    await compressAnswer(answer);
    if (this.memory.has(answer)) this.memory.measure(answer);
  }

  async #refresh(answer: StoredAnswer): Promise<void> {
    answer.refreshing = true;
    const newer = await this.options.refresh(answer.request, answer.type).catch(() => null);
    if (newer && this.memory.has(answer)) this.memory.put(newer, [...answer.keys]);
    answer.refreshing = false;
  }
}
