import { type Upstream, type UpstreamAnswer, type UpstreamCall, UpstreamError } from "../../../src/upstream/index.js";
import { type ParsedRecipes, parseIds, parseRecipes } from "./parser.js";

/** Questions to the collection of recipes, one method each. */
export class RecipesClient {
  constructor(private readonly upstream: Upstream) {}

  /** Recipes by number, in any order; unknown numbers are left out. */
  fetchByIds(ids: readonly string[], call: UpstreamCall): Promise<ParsedRecipes> {
    return this.ask({ ids: ids.join(",") }, parseRecipes, call);
  }

  /** The numbers of the recipes that suit people with a condition. */
  fetchIdsFor(condition: string, call: UpstreamCall): Promise<string[]> {
    return this.ask({ condition }, parseIds, call);
  }

  private ask<T>(query: Record<string, string>, read: (body: string) => T, call: UpstreamCall): Promise<T> {
    return this.upstream.ask({ path: "/recipes", query, expect: "json" }, (answer) => read(this.found(answer)), call);
  }

  // A list that is not there is a wrong address or a moved service; it must not look like "no recipes".
  private found({ status, text }: UpstreamAnswer): string {
    if (status === 200) return text;
    throw new UpstreamError(this.upstream.source, "malformed", `answered ${status}`);
  }
}
