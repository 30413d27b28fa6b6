import type { Around } from "../around.js";
import type { Tracing } from "./tracing.js";

/** Goes around every request that is executed, to follow it. */
export function aroundTraced(tracing: Tracing): Around {
  return ({ message, exchange }, execute) => {
    const parent = message.headers.traceparent;
    return tracing.trace(exchange, typeof parent === "string" ? parent : undefined, execute);
  };
}
