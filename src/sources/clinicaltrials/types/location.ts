import { Field, Float, Int, ObjectType } from "type-graphql";
import { PageInfo } from "../../../content/index.js";
import { TrialRole } from "./people-words.js";
import { TrialStatus } from "./status.js";

@ObjectType({
  simpleResolvers: true,
  description: "Whom to ask about taking part. Personal data: use it for that and nothing else.",
})
export class TrialContact {
  @Field(() => String, { nullable: true, description: "The name." })
  name!: string | null;

  @Field(() => TrialRole, { nullable: true, description: "What the person does in the study." })
  role!: TrialRole | null;

  @Field(() => String, { nullable: true, description: "Telephone number." })
  phone!: string | null;

  @Field(() => String, { nullable: true, description: "Extension of the telephone number." })
  phoneExt!: string | null;

  @Field(() => String, { nullable: true, description: "E-mail address." })
  email!: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Somebody who is responsible for the study as a whole." })
export class TrialOfficial {
  @Field(() => String, { description: "The name." })
  name!: string;

  @Field(() => String, { nullable: true, description: "Where the person works." })
  affiliation!: string | null;

  @Field(() => TrialRole, { nullable: true, description: "What the person does in the study." })
  role!: TrialRole | null;
}

@ObjectType({ simpleResolvers: true, description: "A site where a study takes place." })
export class TrialLocation {
  @Field(() => String, { nullable: true, description: "The institution." })
  facility!: string | null;

  @Field(() => TrialStatus, {
    nullable: true,
    description:
      "Where this site stands. Given only while a study recruits, and stale when the study's `overallStatus` is " +
      "UNKNOWN: judge by that one first.",
  })
  status!: TrialStatus | null;

  @Field(() => String, { nullable: true, description: "The city." })
  city!: string | null;

  @Field(() => String, { nullable: true, description: "The state or province." })
  state!: string | null;

  @Field(() => String, { nullable: true, description: "The postal code." })
  zip!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The country's name as the registry displays it; names change over time, so it is no key.",
  })
  country!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: "Degrees north of the centre of the city. It is not the position of the building.",
  })
  latitude!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Degrees east of the centre of the city. It is not the position of the building.",
  })
  longitude!: number | null;

  @Field(() => [TrialContact], { description: "Whom to ask at this site; usually only while it recruits." })
  contacts!: TrialContact[];
}

@ObjectType({ simpleResolvers: true, description: "A site with the cursor that stands for its place in the list." })
export class TrialLocationEdge {
  @Field(() => String, { description: "Pass it as `after` to go on behind this site." })
  cursor!: string;

  @Field(() => TrialLocation, { description: "The site." })
  node!: TrialLocation;

  @Field(() => Float, {
    nullable: true,
    description:
      "Kilometres from the point asked for with `near` to the centre of the site's city; null without `near` or " +
      "when the site has no position.",
  })
  distanceKm!: number | null;
}

@ObjectType({ simpleResolvers: true, description: "A page of the sites of a study." })
export class TrialLocationConnection {
  @Field(() => [TrialLocation], { description: "The sites of this page." })
  nodes!: TrialLocation[];

  @Field(() => [TrialLocationEdge], { description: "The sites of this page with their cursors." })
  edges!: TrialLocationEdge[];

  @Field(() => PageInfo, { description: "Where this page stands in the whole list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "The number of sites: all of the study's, or those in the circle asked for." })
  totalCount!: number;
}
