import type { IncomingMessage } from "node:http";
import type { Around, AskedRequest } from "../around.js";
import type { Answer } from "../graphql-handler.js";
import { type Explainer, outcomeOf } from "./explainer.js";
import type { Explanation } from "./explanation.js";
import { explanationLines } from "./text.js";

type Mode = "beside" | "instead";

const MODES = new Map<unknown, Mode>([
  ["1", "beside"],
  ["dry", "instead"],
]);

/** Whether a caller asks for an explanation, by a header: `1` for one beside the answer, `dry` for one instead of it. */
export function explainMode({ headers }: IncomingMessage): Mode | null {
  return MODES.get(headers["x-galen-explain"]) ?? null;
}

/** Goes around requests that want to be explained: `extensions.explain` is put into their answers. */
export function aroundExplained(explainer: Explainer): Around {
  return (asked, execute) => {
    const mode = explainMode(asked.message);
    return mode === null ? execute() : explained(explainer, mode, asked, execute);
  };
}

async function explained(
  explainer: Explainer,
  mode: Mode,
  { request, screened, exchange }: AskedRequest,
  execute: () => Promise<Answer>,
): Promise<Answer> {
  const { document, operation } = screened;
  const asked = operation && { document, operation, variables: request.variables ?? {} };
  const explanation = asked && (await explainer.before(asked, exchange));
  if (!explanation) return execute();
  if (mode === "instead") {
    exchange.charge?.settle(exchange.call.report, false);
    const { answerType: type } = exchange;
    return { status: 200, type, body: withExplanation({ data: null }, explanation), exchange, stored: null };
  }
  const started = exchange.clock.elapsed();
  const answer = await execute();
  const after = outcomeOf(exchange.call.report, exchange.clock.elapsed() - started);
  const body = withExplanation(JSON.parse(answer.body.toString()) as { extensions?: object }, {
    ...explanation,
    after,
  });
  return { ...answer, body, stored: null };
}

function withExplanation(answer: { data?: unknown; extensions?: object }, explanation: Explanation): string {
  const explain = { ...explanation, text: explanationLines(explanation) };
  return JSON.stringify({ ...answer, extensions: { ...answer.extensions, explain } });
}
