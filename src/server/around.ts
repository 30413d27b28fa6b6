import type { IncomingMessage } from "node:http";
import type { Exchange } from "./exchange.js";
import type { Answer } from "./graphql-handler.js";
import type { GraphqlRequest } from "./graphql-request.js";
import type { Screened } from "./screen/screen.js";

/** A request that is about to be executed. */
export interface AskedRequest {
  message: IncomingMessage;
  request: GraphqlRequest;
  screened: Screened;
  exchange: Exchange;
}

/** Goes around the execution of requests, to explain or to follow it. */
export type Around = (asked: AskedRequest, execute: () => Promise<Answer>) => Promise<Answer>;

/** Several of them, the first outermost. */
export function aroundAll(all: readonly Around[]): Around {
  return (asked, execute) => {
    const step = (index: number): Promise<Answer> => all[index]?.(asked, () => step(index + 1)) ?? execute();
    return step(0);
  };
}
