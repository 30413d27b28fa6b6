import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { Language, Provenance } from "../../content/index.js";
import type { Call } from "../../upstream/index.js";
import { toTopicName } from "./arguments.js";
import { HealthTopicConnection } from "./connection-types.js";
import { listTopics } from "./connections.js";
import { HealthTopicGroup } from "./group-types.js";
import type { MedlinePlus } from "./loader.js";
import { HealthTopic } from "./types.js";

/** What the resolvers of health topics need of a request. */
export interface MedlinePlusContext {
  call: Call;
  medlineplus: MedlinePlus;
}

const LANGUAGE = { defaultValue: Language.ENGLISH };
const FIRST = { defaultValue: 20, description: "How many items a page has, 1 to 100." };
const AFTER = { nullable: true, description: "The cursor behind which to go on; none for the first page." };

@Resolver(() => HealthTopic)
export class HealthTopicResolver {
  @Query(() => HealthTopic, {
    nullable: true,
    description: "One health topic, by exactly one of its names; null when MedlinePlus has no such topic.",
  })
  healthTopic(
    @Ctx() { medlineplus, call }: MedlinePlusContext,
    @Arg("slug", () => String, {
      nullable: true,
      description: "The page's name in its address, such as `miscarriage`.",
    })
    slug: string | null = null,
    @Arg("topicId", () => ID, { nullable: true, description: "MedlinePlus's number, such as `122`." })
    topicId: string | null = null,
    @Arg("url", () => String, { nullable: true, description: "The page's address, in the old or the new form." })
    url: string | null = null,
    @Arg("language", () => Language, { ...LANGUAGE, description: "Which of the two pages a slug means." })
    language: Language,
  ): HealthTopic | null {
    return medlineplus.byTopicName(toTopicName({ slug, topicId, url }), language, call);
  }

  @Query(() => HealthTopicConnection, {
    nullable: true,
    description: "Health topics in the order of their titles. Null with an error before the topics are loaded.",
  })
  healthTopics(
    @Ctx() { medlineplus, call }: MedlinePlusContext,
    @Arg("group", () => ID, { nullable: true, description: "Only topics of the group with this `groupId`." })
    group: string | null = null,
    @Arg("language", () => Language, { ...LANGUAGE, description: "The language of the topics." })
    language: Language,
    @Arg("startsWith", () => String, {
      nullable: true,
      description: "Only topics whose title starts like this; case and accents do not count.",
    })
    startsWith: string | null = null,
    @Arg("first", () => Int, FIRST) first: number,
    @Arg("after", () => String, AFTER) after: string | null = null,
  ): HealthTopicConnection {
    return listTopics(medlineplus, { group, language, startsWith }, { first, after }, call);
  }

  @FieldResolver(() => [HealthTopic])
  relatedTopics(@Root() topic: HealthTopic, @Ctx() { medlineplus, call }: MedlinePlusContext): HealthTopic[] {
    return medlineplus.related(topic, call);
  }

  @FieldResolver(() => HealthTopic, { nullable: true })
  translation(@Root() topic: HealthTopic, @Ctx() { medlineplus, call }: MedlinePlusContext): HealthTopic | null {
    return medlineplus.translation(topic, call);
  }

  @FieldResolver(() => Provenance)
  provenance(@Root() topic: HealthTopic, @Ctx() { medlineplus }: MedlinePlusContext): Provenance {
    return medlineplus.provenance(topic);
  }
}

@Resolver(() => HealthTopicGroup)
export class HealthTopicGroupResolver {
  @Query(() => [HealthTopicGroup], {
    nullable: true,
    description: "All groups of health topics, in the order of their names. Null with an error before they are loaded.",
  })
  healthTopicGroups(
    @Ctx() { medlineplus, call }: MedlinePlusContext,
    @Arg("language", () => Language, { ...LANGUAGE, description: "The language of the names and of the topics." })
    language: Language,
  ): HealthTopicGroup[] {
    return medlineplus.groups(language, call);
  }

  @FieldResolver(() => HealthTopicConnection, { description: "The group's topics in the order of their titles." })
  topics(
    @Root() { groupId, language }: HealthTopicGroup,
    @Ctx() { medlineplus, call }: MedlinePlusContext,
    @Arg("first", () => Int, FIRST) first: number,
    @Arg("after", () => String, AFTER) after: string | null = null,
  ): HealthTopicConnection {
    return listTopics(medlineplus, { group: groupId, language, startsWith: null }, { first, after }, call);
  }
}
