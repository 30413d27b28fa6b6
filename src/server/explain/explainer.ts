import { validate } from "graphql";
import type { Report, SourceHealth } from "../../upstream/index.js";
import { dearestOf, type FieldPrice } from "../cost/price.js";
import { createPricer, type PricedOperation } from "../cost/pricer.js";
import type { Exchange } from "../exchange.js";
import type { Explanation, Forecast, KindCount, Outcome, SourceForecast } from "./explanation.js";
import { callsBySource } from "./field-sources.js";
import { type RehearsalOptions, type Rehearsed, rehearse } from "./rehearse.js";

export interface ExplainerOptions extends RehearsalOptions {
  sources: () => readonly SourceHealth[];
}

/** Says what operations would do and what they did. */
export class Explainer {
  readonly #pricer;

  constructor(private readonly options: ExplainerOptions) {
    const { schema } = options;
    const unlimited = { cost: Number.POSITIVE_INFINITY, upstreamCalls: Number.POSITIVE_INFINITY };
    this.#pricer = createPricer(schema, unlimited);
  }

  /** What an operation would do now; null when it is not valid. */
  async before(asked: PricedOperation, exchange: Exchange): Promise<Explanation | null> {
    const { schema, sources } = this.options;
    if (validate(schema, asked.document).length > 0) return null;
    const { cost, upstreamCalls } = this.#pricer.price(asked);
    const prices = this.#pricer.itemize(asked);
    const rehearsed = await rehearse(this.options, asked, exchange);
    return {
      operation: asked.operation.name?.value ?? null,
      price: cost,
      dearest: dearestOf(prices),
      before: { ...this.#forecast(rehearsed, prices, sources()), callsAtMost: upstreamCalls },
      after: null,
    };
  }

  #forecast(
    { report, toFetch, toRefresh }: Rehearsed,
    prices: readonly FieldPrice[],
    health: readonly SourceHealth[],
  ): Omit<Forecast, "callsAtMost"> {
    const atMost = callsBySource(this.options.schema, prices);
    const isParted = !atMost.has("several");
    const names = new Set([...report.sources.keys(), ...toFetch.keys(), ...toRefresh.keys(), ...atMost.keys()]);
    names.delete("several");
    const sources = [...names].sort().map((source): SourceForecast => {
      const { fresh = 0, stale = 0, staleAfterError = 0 } = report.sources.get(source) ?? {};
      const needed = toFetch.get(source) ?? [];
      return {
        source,
        atHand: fresh + stale + staleAfterError,
        toFetch: needed,
        toRefresh: toRefresh.get(source) ?? [],
        callsAtLeast: callsIn(needed),
        callsAtMost: isParted ? (atMost.get(source) ?? 0) : null,
        waitMs: Math.ceil(health.find((one) => one.source === source)?.waitMs ?? 0),
      };
    });
    const asking = sources.filter(({ callsAtLeast }) => callsAtLeast > 0);
    return {
      callsAtLeast: asking.reduce((sum, { callsAtLeast }) => sum + callsAtLeast, 0),
      waitMs: Math.max(0, ...asking.map(({ waitMs }) => waitMs)),
      sources,
    };
  }
}

/** What an operation did, from what was reported for it. */
export function outcomeOf({ sources }: Report, durationMs: number): Outcome {
  const outcomes = [...sources].sort(byName).map(([source, facts]) => ({
    source,
    atHand: facts.fresh + facts.stale + facts.staleAfterError,
    stale: facts.stale + facts.staleAfterError,
    fetched: facts.fetched,
    absent: facts.absent,
    ownCalls: facts.ownCalls,
    sharedCalls: facts.sharedCalls,
    retries: facts.retries,
    waitedMs: Math.round(facts.waitedMs),
    failures: facts.failures,
  }));
  const calls = outcomes.reduce((sum, { ownCalls, sharedCalls }) => sum + ownCalls + sharedCalls, 0);
  return { durationMs: Math.round(durationMs), calls, sources: outcomes };
}

function callsIn(kinds: readonly KindCount[]): number {
  return kinds.reduce((sum, { calls }) => sum + calls, 0);
}

function byName([left]: [string, unknown], [right]: [string, unknown]): number {
  return left < right ? -1 : 1;
}
