import { type PlannedField, type PlannedType, type PricePlan, pageSizeOf } from "./plan.js";
import type { FieldPrice, Price } from "./price.js";
import { CALL_COST, LONGEST_PAGE, OBJECT_COST, USUAL_PAGE } from "./prices.js";
import type { Variables } from "./values.js";

/** Prices above this are all the same; it keeps a product of page sizes a number that can be read. */
const HIGHEST = 1_000_000_000;

/**
 * The objects that are asked for at one place of an operation.
 *
 * What arrives together is looked up together: twenty topics of one list ask for their articles in one call, if their
 * ids are at hand. Twenty topics that each waited for a search of their own may come back one by one, and then each
 * fetches its own. So beside the number of objects goes the number of groups in which they may arrive.
 */
interface Level {
  objects: number;
  groups: number;
  /** Page size of the connection that the objects are; null where they are none. */
  pageSize: number | null;
}

interface Sum {
  objects: number;
  calls: number;
}

/** Told what each field costs, however often it occurs. */
export type Receipt = (name: string, objects: number, calls: number) => void;

/** What an operation costs at most with these variables. */
export function evaluate(plan: PricePlan, variables: Variables, receipt: Receipt | null = null): Price {
  const root = { objects: 1, groups: 1, pageSize: null };
  const { objects, calls } = new Evaluation(variables, receipt).ofType(plan, root);
  return { cost: rounded(objects * OBJECT_COST + calls * CALL_COST), upstreamCalls: rounded(calls) };
}

/** What each field of an operation costs at most, all its occurrences together. */
export function itemize(plan: PricePlan, variables: Variables): FieldPrice[] {
  const prices = new Map<string, FieldPrice>();
  evaluate(plan, variables, (field, objects, calls) => {
    const before = prices.get(field) ?? { field, cost: 0, upstreamCalls: 0 };
    const cost = rounded(before.cost + objects * OBJECT_COST + calls * CALL_COST);
    prices.set(field, { field, cost, upstreamCalls: rounded(before.upstreamCalls + calls) });
  });
  return [...prices.values()];
}

class Evaluation {
  constructor(
    private readonly variables: Variables,
    private readonly receipt: Receipt | null,
  ) {}

  ofType({ fields }: PlannedType, level: Level): Sum {
    const sum = { objects: 0, calls: 0 };
    for (const field of fields) {
      const { objects, calls } = this.#ofField(field, level);
      sum.objects += objects;
      sum.calls += calls;
    }
    return sum;
  }

  #ofField(field: PlannedField, level: Level): Sum {
    const { name, isObject, upstreamCalls, isSliced, list, types, readsArguments } = field;
    const args = readsArguments ? field.argumentsFor(this.variables) : {};
    const own = upstreamCalls ? callsOf(field, atLeastNone(upstreamCalls(args)), level) : 0;
    const arrived = own > 0 ? Math.min(level.objects, groupsAfter(field, own, level)) : level.groups;
    const pageSize = isSliced ? clamped(pageSizeOf(args) ?? USUAL_PAGE) : null;
    const objects = level.objects * (list ? lengthOf(list, args, pageSize, level) : 1);
    const sum: Sum = { objects: isObject ? objects : 0, calls: own };
    let fetches = 0;
    let inside = 0;
    if (objects > 0) {
      for (const type of types) {
        const perCall = type.recordsPerCall;
        const apart = perCall === null ? 0 : level.objects * Math.ceil(objects / level.objects / perCall);
        const fetched = perCall === null ? 0 : Math.min(apart, batches(objects, arrived, perCall));
        const groups = Math.min(level.objects, arrived + fetched);
        const within = this.ofType(type, { objects, groups, pageSize });
        fetches += fetched;
        sum.calls += within.calls;
        // Each object is of one type: the answer is at most as large as if all were of the largest.
        inside = Math.max(inside, within.objects);
      }
    }
    this.receipt?.(name, sum.objects, own + fetches);
    return { objects: sum.objects + inside, calls: sum.calls + fetches };
  }
}

function callsOf({ parentsPerCall }: PlannedField, each: number, { objects, groups }: Level): number {
  return parentsPerCall === 1 ? each * objects : each * batches(objects, groups, parentsPerCall);
}

/** Parents that are asked for one by one are answered one by one. */
function groupsAfter({ parentsPerCall }: PlannedField, own: number, { objects, groups }: Level): number {
  return parentsPerCall === 1 ? objects : groups + own;
}

/** The most calls that fetch so many objects in so many groups, however they are spread over the groups. */
function batches(objects: number, groups: number, perCall: number): number {
  return Math.min(objects, Math.floor((objects + groups * (perCall - 1)) / perCall));
}

function lengthOf(
  { isSized, counted, assumed }: NonNullable<PlannedField["list"]>,
  args: Variables,
  pageSize: number | null,
  level: Level,
): number {
  if (pageSize !== null) return pageSize;
  if (isSized && level.pageSize !== null) return level.pageSize;
  const value = counted === null ? undefined : args[counted];
  if (Array.isArray(value)) return clamped(value.length);
  return assumed;
}

function clamped(length: number): number {
  return Number.isFinite(length) ? Math.min(LONGEST_PAGE, Math.max(0, Math.floor(length))) : 0;
}

/** Arguments have not been checked yet, so what is computed from them may be no number. */
function atLeastNone(calls: number): number {
  return Number.isFinite(calls) ? Math.max(0, calls) : 0;
}

function rounded(value: number): number {
  return Math.min(HIGHEST, Math.ceil(value));
}
