import type { Around } from "../around.js";
import { afterwards } from "../execution/afterwards.js";
import type { Tracing } from "./tracing.js";

/** Goes around every request that is executed, to follow it until the last part of its answer. */
export function aroundTraced(tracing: Tracing): Around {
  return async ({ message, exchange }, execute) => {
    const parent = message.headers.traceparent;
    const end = tracing.begin(exchange, typeof parent === "string" ? parent : undefined);
    let isGoingOn = false;
    try {
      const answer = await execute();
      if (!answer.parts) return answer;
      isGoingOn = true;
      return { ...answer, parts: afterwards(answer.parts, end) };
    } finally {
      if (!isGoingOn) end();
    }
  };
}
