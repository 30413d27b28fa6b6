import { Field, ID, Int, ObjectType } from "type-graphql";
import { Language } from "../../content/index.js";

@ObjectType({
  simpleResolvers: true,
  description:
    "A group of health topics, such as `Digestive System`: a body part, a kind of disorder, a stage of life.",
})
export class HealthTopicGroup {
  @Field(() => ID, { description: "The group's number; the same in both languages." })
  groupId!: string;

  @Field(() => String, { description: "The group's name, in its language." })
  name!: string;

  @Field(() => String, { description: "The group's page at MedlinePlus." })
  url!: string;

  @Field(() => Language, { description: "The language of the name and of the group's topics." })
  language!: Language;

  @Field(() => Int, { description: "How many topics of this language the group has." })
  topicCount!: number;
}
