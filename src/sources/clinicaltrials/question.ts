/** The weighted areas of the registry's index that a search text can be aimed at. */
export type SearchArea = "cond" | "term" | "intr" | "titles" | "locn" | "spons";

/**
 * What is asked of the registry: a set of studies and their order. Everything in it has been checked and escaped; equal
 * questions are equal as JSON, because only `createQuestion` makes them.
 */
export interface TrialQuestion {
  /** Essie expressions by area; all of them must match. */
  readonly texts: Readonly<Partial<Record<SearchArea, string>>>;
  /** Only these studies; null for any. */
  readonly nctIds: readonly string[] | null;
  readonly statuses: readonly string[];
  /** `distance(lat,lon,radius)`, or null. */
  readonly geo: string | null;
  /** An Essie expression of the caller's own, or null. */
  readonly expression: string | null;
  /** Essie expressions of ours that must all match too. */
  readonly filters: readonly string[];
  /** The registry's name of an order; null for none. */
  readonly sort: string | null;
}

/** One page of the answer to a question, as the registry deals them out. */
export interface PageQuestion extends TrialQuestion {
  /** Null for the first page. */
  readonly token: string | null;
  readonly size: number;
}

const AREAS: readonly SearchArea[] = ["cond", "term", "intr", "titles", "locn", "spons"];

/** A question in its one written form. */
export function createQuestion(parts: Partial<TrialQuestion>): TrialQuestion {
  const { texts = {}, nctIds = null, statuses = [], geo = null, expression = null, filters = [], sort = null } = parts;
  return {
    texts: Object.fromEntries(AREAS.flatMap((area) => (texts[area] ? [[area, texts[area]]] : []))),
    nctIds: nctIds && [...new Set(nctIds)].sort(),
    statuses: [...new Set(statuses)].sort(),
    geo,
    expression,
    filters: [...new Set(filters)],
    sort,
  };
}

/** The same set in no particular order, narrowed by a further status or expression. */
export function narrow(question: TrialQuestion, by: { status?: string; filter?: string }): TrialQuestion {
  return createQuestion({
    ...unordered(question),
    statuses: by.status === undefined ? question.statuses : [by.status],
    filters: by.filter === undefined ? question.filters : [...question.filters, by.filter],
  });
}

/** The same set in no particular order: what numbers are asked of, so that every order shares them. */
export function unordered(question: TrialQuestion): TrialQuestion {
  return createQuestion({ ...question, sort: null });
}

/** Whether the question can be answered with "none" without asking: it wants only studies from an empty list. */
export function isEmpty(question: TrialQuestion): boolean {
  return question.nctIds?.length === 0;
}

/** The question as parameters of `/studies`. */
export function toQuery(question: TrialQuestion): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [area, expression] of Object.entries(question.texts)) query[`query.${area}`] = expression;
  if (question.nctIds) query["filter.ids"] = question.nctIds.join(",");
  if (question.statuses.length > 0) query["filter.overallStatus"] = question.statuses.join(",");
  if (question.geo) query["filter.geo"] = question.geo;
  const expressions = question.expression === null ? question.filters : [question.expression, ...question.filters];
  if (expressions.length > 0) query["filter.advanced"] = toConjunction(expressions);
  if (question.sort) query.sort = question.sort;
  return query;
}

function toConjunction(expressions: readonly string[]): string {
  const [only, ...others] = expressions;
  return only !== undefined && others.length === 0 ? only : expressions.map((each) => `(${each})`).join(" AND ");
}
