import { Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { Call, Clock } from "../../upstream/index.js";
import type { Charge } from "./toll.js";

@ObjectType({ simpleResolvers: true, description: "What this operation costs, and how much its sender may still ask." })
export class RateLimit {
  @Field(() => Int, {
    description: "The most that this operation can cost: one for each object, ten for each call of an upstream.",
  })
  cost!: number;

  @Field(() => Int, { description: "The most calls of upstreams that this operation can make, retries aside." })
  upstreamCalls!: number;

  @Field(() => Int, { nullable: true, description: "What may be spent in a minute; null when there is no limit." })
  limit!: number | null;

  @Field(() => Int, { nullable: true, description: "What is left, this operation paid; null when there is no limit." })
  remaining!: number | null;

  @Field(() => String, {
    nullable: true,
    description: "When all of it is there again (ISO 8601, UTC); null when there is no limit.",
  })
  resetAt!: string | null;
}

/** What the resolver needs of a request. */
export interface RateLimitContext {
  call: Call;
  exchange?: { charge: Charge | null; clock: Clock };
}

/** The sender's budget, as a field. */
@Resolver()
export class RateLimitResolver {
  @Query(() => RateLimit, {
    nullable: true,
    description:
      "What this operation costs, and how much its sender may still ask. Calls that caches save are paid back afterwards.",
  })
  rateLimit(@Ctx() { call, exchange }: RateLimitContext): RateLimit | null {
    // The answer is for this sender at this moment.
    call.report.lives(0);
    if (!exchange?.charge) return null;
    const { charge, clock } = exchange;
    const budget = charge.budget();
    return {
      ...charge.price,
      limit: budget?.limit ?? null,
      remaining: budget?.remaining ?? null,
      resetAt: budget && new Date(clock.now() + budget.resetSeconds * 1_000).toISOString(),
    };
  }
}
