import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { PartialDate } from "./partial-date.js";

/** How a record that is being shown stands to its source. */
export enum Freshness {
  FRESH = "FRESH",
  STALE = "STALE",
  STALE_AFTER_ERROR = "STALE_AFTER_ERROR",
}

registerEnumType(Freshness, {
  name: "Freshness",
  description: "How a record stands to its source.",
  valuesConfig: {
    FRESH: { description: "Within its lifetime: fetched recently enough that the source asks for no newer look." },
    STALE: { description: "Past its lifetime; shown at once while a newer copy is fetched in the background." },
    STALE_AFTER_ERROR: {
      description:
        "Past its lifetime, and the source could not be asked for a newer copy. `ageSeconds` says how old it is.",
    },
  },
});

@ObjectType({ simpleResolvers: true, description: "The terms under which a record may be used." })
export class License {
  @Field(() => String, { description: "The name of the licence or legal status, such as `Public domain`." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Where the terms can be read." })
  url!: string | null;

  @Field(() => Boolean, {
    description:
      "Whether the whole text may be shown elsewhere, given the attribution. If not, show the title and a link.",
  })
  mayRepublish!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "Where a record came from, how old it is and how it may be used." })
export class Provenance {
  @Field(() => String, { description: "The source: `medlineplus`, `encyclopedia`, `pubmed` or `clinicaltrials`." })
  source!: string;

  @Field(() => String, { description: "The page that people would read at the source." })
  url!: string;

  @Field(() => String, { description: "When this copy was fetched from the source (ISO 8601, UTC)." })
  retrievedAt!: string;

  @Field(() => Int, { description: "How long ago this copy was fetched, in seconds." })
  ageSeconds!: number;

  @Field(() => Freshness, { description: "How this copy stands to the source now." })
  freshness!: Freshness;

  @Field(() => PartialDate, {
    nullable: true,
    description: "When the source last updated the record, where the source says so.",
  })
  sourceUpdatedOn!: string | null;

  @Field(() => String, { description: "The credit line to show beside the record." })
  attribution!: string;

  @Field(() => License, { description: "The terms under which the record may be used." })
  license!: License;
}

/** What a source says of its records in general and of one record. */
export interface SourceFacts {
  source: string;
  url: string;
  sourceUpdatedOn: string | null;
  attribution: string;
  license: License;
}

/** What is known of the copy at hand: when it was fetched, and how it stands to the source. */
export interface CopyFacts {
  /** Milliseconds since the epoch. */
  storedAt: number;
  ageMs: number;
  freshness: `${Freshness}`;
}

/** Joins what the source says with what the cache knows. */
export function toProvenance(facts: SourceFacts, copy: CopyFacts): Provenance {
  return {
    ...facts,
    retrievedAt: new Date(copy.storedAt).toISOString(),
    ageSeconds: Math.max(0, Math.floor(copy.ageMs / 1000)),
    freshness: copy.freshness as Freshness,
  };
}
