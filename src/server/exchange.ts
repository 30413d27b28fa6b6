import type { Call, Clock } from "../upstream/index.js";
import type { AnswerType } from "./answer-type.js";
import type { Charge } from "./cost/toll.js";

/** One request and what became of it: what the log, the report and the caches want to know. */
export interface Exchange {
  readonly answerType: AnswerType;
  /** Whether the caller wants to be told what happened at the sources. */
  readonly wantsReport: boolean;
  readonly call: Call;
  readonly clock: Clock;
  /** What the request was charged; null when nothing was executed for it. */
  charge: Charge | null;
  operationName: string | null;
  /** Codes of the errors in the answer, each once. */
  errorCodes: string[];
  /** Whether the operation was executed at all. */
  isExecuted: boolean;
  /** Whether the operation was executed and every field could be answered. */
  isWhole: boolean;
}

/** What resolvers get, and beside it what the server itself keeps for the request. */
export interface ServerContext {
  call: Call;
  exchange: Exchange;
}
