import { type DocumentNode, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import { evaluate, itemize } from "./evaluate.js";
import { type PricePlan, planPrice } from "./plan.js";
import { dearestOf, type FieldPrice, type Price } from "./price.js";
import { type Variables, withDefaults } from "./values.js";

/** Limits on what one operation may cost. */
export interface PriceLimits {
  /** Objects in its answer, and calls of upstreams at ten each. */
  cost: number;
  /** Calls of upstreams that it could make. */
  upstreamCalls: number;
}

/** An operation and the document that it stands in. */
export interface PricedOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Variables;
}

/** Says what operations cost at most, before any work is done for them. */
export interface Pricer {
  /** @throws GraphQLError OPERATION_TOO_COMPLEX when the price is above a limit */
  price(asked: PricedOperation): Price;
  /** The same price by fields of the schema. */
  itemize(asked: PricedOperation): FieldPrice[];
}

const HOW_TO_LOWER =
  "Ask for smaller pages (`first`), for fewer of these fields, or in several requests: what was fetched once is remembered.";

/** Creates the pricer of a schema. Plans are remembered as long as their documents are. */
export function createPricer(schema: GraphQLSchema, limits: PriceLimits): Pricer {
  const plans = new WeakMap<OperationDefinitionNode, Map<string, PricedPlan>>();

  const planOf = ({ document, operation }: PricedOperation, variables: Variables): PricedPlan => {
    let known = plans.get(operation);
    if (!known) {
      known = new Map();
      plans.set(operation, known);
    }
    const key = switchesOf(variables);
    let plan = known.get(key);
    if (!plan) {
      plan = new PricedPlan(planPrice(document, operation, schema, variables));
      if (known.size < MOST_PLANS) known.set(key, plan);
    }
    return plan;
  };

  return {
    price: (asked) => {
      const variables = withDefaults(asked.operation, asked.variables);
      const plan = planOf(asked, variables);
      const price = plan.price(variables);
      if (price.upstreamCalls <= limits.upstreamCalls && price.cost <= limits.cost) return price;
      throw tooDear(price, limits, itemize(plan.plan, variables));
    },
    itemize: (asked) => {
      const variables = withDefaults(asked.operation, asked.variables);
      return itemize(planOf(asked, variables).plan, variables);
    },
  };
}

/** A plan and the prices that it came to. */
class PricedPlan {
  readonly #variables: readonly string[];
  readonly #prices = new Map<string, Price>();

  constructor(readonly plan: PricePlan) {
    this.#variables = [...new Set(variablesOf(plan))];
  }

  /** The price with these variables: computed once for those that decide it, which most operations have few of. */
  price(variables: Variables): Price {
    const key = this.#variables.length === 0 ? "" : JSON.stringify(this.#variables.map((name) => variables[name]));
    let price = this.#prices.get(key);
    if (!price) {
      price = evaluate(this.plan, variables);
      if (this.#prices.size < MOST_PRICES && key.length <= LONGEST_KEY) this.#prices.set(key, price);
    }
    return price;
  }
}

/** Most prices of one plan that are remembered, and how many characters the variables of one may be. */
const MOST_PRICES = 50;
const LONGEST_KEY = 200;

/** The variables that decide a price. */
function variablesOf({ fields }: PricePlan): string[] {
  return fields.flatMap(({ readsArguments, variables, types }) => [
    ...(readsArguments ? variables : []),
    ...types.flatMap(variablesOf),
  ]);
}

/** Most plans of one operation: as many as three switches have positions. */
const MOST_PLANS = 8;

/** The variables that can decide which fields are left out. */
function switchesOf(variables: Variables): string {
  let key = "";
  for (const name in variables) {
    const value = variables[name];
    if (typeof value === "boolean") key += `${name}=${value};`;
  }
  return key;
}

function tooDear(price: Price, limits: PriceLimits, prices: readonly FieldPrice[]): GraphQLError {
  const limit = price.upstreamCalls > limits.upstreamCalls ? "upstreamCalls" : "cost";
  const relevant = limit === "cost" ? prices : prices.filter(({ upstreamCalls }) => upstreamCalls > 0);
  const dearest = dearestOf(relevant);
  const [first] = dearest;
  const found = limit === "cost" ? `cost ${price.cost}` : `make ${price.upstreamCalls} calls of upstreams`;
  const mostly = first ? `, most of all for ${first.field} (${wordsFor(first)})` : "";
  const message = `The operation could ${found}${mostly}; ${limits[limit]} is the most that is allowed.`;
  const allowed = { code: "OPERATION_TOO_COMPLEX", limit, allowed: limits[limit], found: price[limit] };
  return new GraphQLError(message, { extensions: { ...allowed, ...price, dearest, hint: HOW_TO_LOWER } });
}

function wordsFor({ cost, upstreamCalls }: FieldPrice): string {
  return upstreamCalls > 0 ? `${upstreamCalls} calls, cost ${cost}` : `cost ${cost}`;
}
