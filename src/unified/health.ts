import { Ctx, Field, Float, Int, ObjectType, Query, Resolver, registerEnumType } from "type-graphql";
import type { UnifiedContext } from "./context.js";

enum SourceStatus {
  OK = "OK",
  DEGRADED = "DEGRADED",
  DOWN = "DOWN",
}

registerEnumType(SourceStatus, {
  name: "SourceStatus",
  description: "How a source is doing, as it looks from this gateway.",
  valuesConfig: {
    OK: { description: "It answers." },
    DEGRADED: {
      description: "Its last call failed, or it asked to be left alone for a while. Copies are still shown.",
    },
    DOWN: { description: "It has been failing and is only probed now and then. Copies are still shown." },
  },
});

enum BreakerState {
  CLOSED = "CLOSED",
  OPEN = "OPEN",
  HALF_OPEN = "HALF_OPEN",
}

registerEnumType(BreakerState, {
  name: "BreakerState",
  description: "Whether a source is asked at all.",
  valuesConfig: {
    CLOSED: { description: "It is asked." },
    OPEN: { description: "It is not asked for a while, because it has been failing." },
    HALF_OPEN: { description: "The next question finds out whether it is back." },
  },
});

enum FailureKind {
  TIMEOUT = "TIMEOUT",
  THROTTLED = "THROTTLED",
  UNAVAILABLE = "UNAVAILABLE",
  REJECTED = "REJECTED",
  MALFORMED = "MALFORMED",
}

registerEnumType(FailureKind, {
  name: "FailureKind",
  description: "Why a call to a source failed.",
  valuesConfig: {
    TIMEOUT: { description: "No whole answer in time." },
    THROTTLED: { description: "It said that it was asked too often." },
    UNAVAILABLE: { description: "It could not be reached, or said that it cannot answer now." },
    REJECTED: { description: "It refused the question." },
    MALFORMED: { description: "It answered with something that cannot be read." },
  },
});

@ObjectType({ simpleResolvers: true, description: "How often a source may be asked, and how much of that is left." })
export class SourceQuota {
  @Field(() => Int, { description: "Most calls that may start within one window." })
  requests!: number;

  @Field(() => Int, { description: "The length of the window, milliseconds." })
  windowMs!: number;

  @Field(() => Int, { description: "Calls that could start now." })
  remaining!: number;
}

@ObjectType({ simpleResolvers: true, description: "The last call to a source that failed." })
export class SourceFailure {
  @Field(() => FailureKind, { description: "Why it failed." })
  kind!: FailureKind;

  @Field(() => String, { description: "When (ISO 8601, UTC)." })
  at!: string;
}

@ObjectType("Source", {
  simpleResolvers: true,
  description: "A source, and how it is doing since this gateway was started.",
})
export class Source {
  @Field(() => String, { description: "Its name, as in errors and provenance." })
  name!: string;

  @Field(() => SourceStatus, { description: "How it is doing." })
  status!: SourceStatus;

  @Field(() => BreakerState, { description: "Whether it is asked at all." })
  breaker!: BreakerState;

  @Field(() => SourceQuota, { description: "How often it may be asked." })
  quota!: SourceQuota;

  @Field(() => Int, { description: "Calls that wait for their turn." })
  queueLength!: number;

  @Field(() => Int, { description: "Calls under way." })
  inFlight!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Share of the records and answers asked for that needed no call, 0 to 1; null before the first.",
  })
  hitRatio!: number | null;

  @Field(() => Int, { description: "Calls made, retries included." })
  calls!: number;

  @Field(() => Int, { description: "Calls that were tried again." })
  retries!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Half of the last 200 calls took at most this long, milliseconds.",
  })
  p50Ms!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "95 % of the last 200 calls took at most this long, milliseconds.",
  })
  p95Ms!: number | null;

  @Field(() => SourceFailure, { nullable: true, description: "The last call that failed; null when none has." })
  lastError!: SourceFailure | null;

  @Field(() => String, { nullable: true, description: "The version of its whole data set, where it has one." })
  dataVersion!: string | null;
}

type Health = ReturnType<UnifiedContext["pubmed"]["health"]>;

/** How the sources are doing. */
@Resolver()
export class SourcesResolver {
  @Query(() => [Source], {
    description: "How the sources are doing: status, quota, queue, latency. Asks none of them.",
  })
  sources(@Ctx() { call, medlineplus, encyclopedia, pubmed, clinicaltrials }: UnifiedContext): Source[] {
    // True for this moment alone: an answer with it in must not be kept.
    call.report.lives(0);
    const version = medlineplus.dataVersion();
    const topics = medlineplus.health().map((health) => ({ ...health, dataVersion: health.dataVersion ?? version }));
    const trials = { ...clinicaltrials.health(), dataVersion: clinicaltrials.dataVersion() };
    return [...topics, encyclopedia.health(), pubmed.health(), trials].map(toSource);
  }
}

function toSource({ source, queued, lastError, status, breaker, p50Ms, p95Ms, ...rest }: Health): Source {
  const failure = lastError && {
    kind: FailureKind[kindOf(lastError.failure)],
    at: new Date(lastError.at).toISOString(),
  };
  return {
    ...rest,
    name: source,
    status: SourceStatus[status],
    breaker: BreakerState[breaker],
    queueLength: queued,
    p50Ms: rounded(p50Ms),
    p95Ms: rounded(p95Ms),
    lastError: failure,
  };
}

function kindOf(failure: NonNullable<Health["lastError"]>["failure"]) {
  return failure.toUpperCase() as Uppercase<typeof failure>;
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 10) / 10;
}
