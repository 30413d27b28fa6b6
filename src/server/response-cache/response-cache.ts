import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../upstream/index.js";
import type { AnswerType } from "../answer-type.js";
import type { GraphqlRequest } from "../graphql-request.js";
import { compressionsIn } from "./accepted.js";
import { AnswerMemory } from "./answer-memory.js";
import { compressAnswer, isWorthCompressing } from "./compress.js";
import type { Question } from "./request-key.js";
import { sendStored, type Visibility } from "./send-stored.js";
import { inOrder, type StoredAnswer } from "./stored-answer.js";
import { Ticket } from "./ticket.js";

export interface ResponseCacheOptions {
  maxBytes: number;
  clock: Clock;
  /** Whether other caches may keep the answers too. */
  visibility: Visibility;
  /** Told of every request that is answered from memory by its very bytes; null where nobody wants to know. */
  onHit: ((message: IncomingMessage) => void) | null;
  /** Asks a question again whose answer is about to be gone; resolves to null when the new answer cannot be kept. */
  refresh: (request: GraphqlRequest, type: AnswerType) => Promise<StoredAnswer | null>;
}

/** How often an answer is sent before a compressed form of it is worth making. */
const HITS_BEFORE_COMPRESSION = 1;

/**
 * Finished answers, as bytes: a request whose very bytes were answered before is answered before it is parsed. Those who
 * ask the same while the first is being answered wait for that answer.
 */
export class ResponseCache {
  readonly memory: AnswerMemory;
  hits = 0;
  misses = 0;
  readonly #flights = new Map<string, Ticket>();

  constructor(private readonly options: ResponseCacheOptions) {
    this.memory = new AnswerMemory(options.maxBytes);
  }

  /**
   * Answers a request from memory where it can.
   * @param key of the request as it came over the wire
   * @param ask answers it otherwise; given a ticket, it has to `keep` its answer or to `leave` without
   */
  serve(key: string, message: IncomingMessage, response: ServerResponse, ask: (ticket: Ticket | null) => void): void {
    const now = this.options.clock.elapsed();
    const answer = this.memory.get(key, now);
    if (answer) {
      this.#repeat(message, response, answer, now);
      return;
    }
    const flight = this.#flights.get(key);
    if (flight) {
      // If the answer cannot be shared, everybody asks for themselves.
      flight.join(response, (shared) => {
        if (shared) this.#repeat(message, response, shared, this.options.clock.elapsed());
        else ask(null);
      });
      return;
    }
    this.misses++;
    const ticket = new Ticket(key);
    this.#flights.set(key, ticket);
    ask(ticket);
  }

  /** Forgets everything. */
  clear(): void {
    for (const answer of [...this.memory.answers()]) this.memory.delete(answer);
  }

  /** The answer to a question in another spelling; from now on it is found under this request's bytes as well. */
  find(ticket: Ticket, question: Question): StoredAnswer | undefined {
    const answer = this.memory.get(question.key, this.options.clock.elapsed());
    if (!answer) return this.#findInOtherOrder(ticket, question);
    this.memory.alias(answer, ticket.key);
    this.#land(ticket, answer);
    return answer;
  }

  /** Keeps the answer to a request that holds a ticket. */
  keep(ticket: Ticket, question: Question, answer: StoredAnswer): void {
    const { key, order } = question;
    this.memory.put(answer, [key, ticket.key]);
    if (order) this.memory.alias(answer, order.key);
    this.#land(ticket, answer);
  }

  /** The answer to the same fields in another order, put into this order and kept beside it. */
  #findInOtherOrder(ticket: Ticket, { key, order, request }: Question): StoredAnswer | undefined {
    const other = order && this.memory.get(order.key, this.options.clock.elapsed());
    if (!other) return undefined;
    const answer = inOrder(other, order.fields, request);
    this.memory.put(answer, [key, ticket.key]);
    this.#land(ticket, answer);
    return answer;
  }

  /** The answer to this request will not be kept: whoever waits for it asks instead. Nothing if it was kept before. */
  leave(ticket: Ticket): void {
    if (!ticket.isSettled) this.#land(ticket, null);
  }

  /** Sends a kept answer and sees to it that it stays worth keeping. */
  send(
    message: IncomingMessage,
    response: ServerResponse,
    answer: StoredAnswer,
    now = this.options.clock.elapsed(),
  ): void {
    sendStored(message, response, answer, { now, visibility: this.options.visibility });
    answer.touched = true;
    const accept = message.headers["accept-encoding"];
    if (++answer.hits > HITS_BEFORE_COMPRESSION && accept !== undefined) this.#compress(answer, accept);
    if (now >= answer.freshUntil && !answer.refreshing) void this.#refresh(answer);
  }

  #repeat(message: IncomingMessage, response: ServerResponse, answer: StoredAnswer, now: number): void {
    this.hits++;
    answer.repeats++;
    this.options.onHit?.(message);
    this.send(message, response, answer, now);
  }

  #land(ticket: Ticket, answer: StoredAnswer | null): void {
    if (this.#flights.get(ticket.key) === ticket) this.#flights.delete(ticket.key);
    ticket.settle(answer);
  }

  /** Makes the form that a caller would like best, unless it is there or being made. */
  #compress(answer: StoredAnswer, accept: string): void {
    const [wanted] = compressionsIn(accept);
    if (!wanted || answer.compressing.has(wanted) || !isWorthCompressing(answer)) return;
    answer.compressing.add(wanted);
    void compressAnswer(answer, wanted).then(() => {
      if (this.memory.has(answer)) this.memory.measure(answer);
    });
  }

  async #refresh(answer: StoredAnswer): Promise<void> {
    answer.refreshing = true;
    const newer = await this.options.refresh(answer.request, answer.type).catch(() => null);
    if (newer && this.memory.has(answer)) this.memory.put(newer, [...answer.keys]);
    answer.refreshing = false;
  }
}
