import { Field, ObjectType } from "type-graphql";
import { TrialResponsiblePartyType } from "./people-words.js";
import { TrialSponsorClass } from "./study-kind.js";

@ObjectType({ simpleResolvers: true, description: "An organisation, or a person, that runs or pays for a study." })
export class TrialSponsor {
  @Field(() => String, { description: "The name, as registered." })
  name!: string;

  @Field(() => TrialSponsorClass, { nullable: true, description: "What kind of organisation it is." })
  class!: TrialSponsorClass | null;
}

@ObjectType({ simpleResolvers: true, description: "Who answers for what a record says." })
export class TrialResponsibleParty {
  @Field(() => TrialResponsiblePartyType, {
    nullable: true,
    description: "Who that is; null for some old studies, which give a name and title only.",
  })
  type!: TrialResponsiblePartyType | null;

  @Field(() => String, { nullable: true, description: "The investigator's name, or the party's in old studies." })
  name!: string | null;

  @Field(() => String, { nullable: true, description: "The investigator's title." })
  title!: string | null;

  @Field(() => String, { nullable: true, description: "Where the investigator works." })
  affiliation!: string | null;
}
