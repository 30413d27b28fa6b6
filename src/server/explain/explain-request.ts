import type { Around } from "../around.js";
import { type Explainer, outcomeOf } from "./explainer.js";
import type { Explanation } from "./explanation.js";
import { explanationLines } from "./text.js";

/** The header by which a caller asks for an explanation: `1` beside the answer, `dry` instead of it. */
export const EXPLAIN_HEADER = "x-galen-explain";

/** Goes around requests that want to be explained: `extensions.explain` is put into their answers. */
export function aroundExplained(explainer: Explainer): Around {
  return async ({ message, request, screened, exchange }, execute) => {
    const mode = message.headers[EXPLAIN_HEADER];
    const { document, operation } = screened;
    if ((mode !== "1" && mode !== "dry") || !operation) return execute();
    const asked = { document, operation, variables: request.variables ?? {} };
    const explanation = await explainer.before(asked, exchange);
    if (!explanation) return execute();
    if (mode === "dry") {
      exchange.charge?.settle(exchange.call.report, false);
      const { answerType: type } = exchange;
      return { status: 200, type, body: withExplanation({ data: null }, explanation), exchange, stored: null };
    }
    const started = exchange.clock.elapsed();
    const answer = await execute();
    const after = outcomeOf(exchange.call.report, exchange.clock.elapsed() - started);
    const body = withExplanation(JSON.parse(answer.body) as { extensions?: object }, { ...explanation, after });
    return { ...answer, body, stored: null };
  };
}

function withExplanation(answer: { data?: unknown; extensions?: object }, explanation: Explanation): string {
  const explain = { ...explanation, text: explanationLines(explanation) };
  return JSON.stringify({ ...answer, extensions: { ...answer.extensions, explain } });
}
