/** The two media types of GraphQL over HTTP. They differ in when a status other than 200 is right. */
export type AnswerType = "application/json" | "application/graphql-response+json";

const RESPONSE_JSON: AnswerType = "application/graphql-response+json";
const JSON_TYPE: AnswerType = "application/json";

const known = new Map<string, AnswerType | null>();

/**
 * Chooses the answer's media type from an Accept header.
 * @returns null when neither type is acceptable
 */
export function chooseAnswerType(accept: string | undefined): AnswerType | null {
  if (!accept) return JSON_TYPE;
  let chosen = known.get(accept);
  if (chosen === undefined) {
    chosen = negotiate(accept);
    // Clients send few different headers; a stranger may send many.
    if (known.size > 200) known.clear();
    known.set(accept, chosen);
  }
  return chosen;
}

function negotiate(accept: string): AnswerType | null {
  const ranges = accept.toLowerCase().split(",").map(toRange);
  const json = weightOf(ranges, JSON_TYPE);
  const response = weightOf(ranges, RESPONSE_JSON);
  if (json === 0 && response === 0) return null;
  // A caller that names the newer type as highly as the older one knows it; a wildcard alone proves nothing.
  const named = ranges.some(({ type }) => type === RESPONSE_JSON);
  return response > json || (named && response === json) ? RESPONSE_JSON : JSON_TYPE;
}

interface Range {
  type: string;
  weight: number;
}

function toRange(text: string): Range {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  const number = weight === undefined ? 1 : Number(weight.slice(2));
  return { type, weight: Number.isFinite(number) ? Math.min(1, Math.max(0, number)) : 0 };
}

/** The weight of the most specific range that covers a type. */
function weightOf(ranges: readonly Range[], type: AnswerType): number {
  for (const pattern of [type, "application/*", "*/*"]) {
    const range = ranges.find((candidate) => candidate.type === pattern);
    if (range) return range.weight;
  }
  return 0;
}
