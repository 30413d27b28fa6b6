import { Arg, Ctx, Extensions, Query, Resolver } from "type-graphql";
import { Language } from "../../content/index.js";
import { CodeSystem, toCode } from "./code-system.js";
import type { MedlinePlusContext } from "./resolver.js";
import { HealthTopic } from "./types.js";

@Resolver()
export class CodeResolver {
  @Extensions({ upstreamCalls: () => 1 })
  @Query(() => [HealthTopic], {
    nullable: true,
    description:
      "The health topics that MedlinePlus Connect names for a code of a health record, best first; none when it knows " +
      "no topic for it. Only the code is sent, never anything about a person. Null with an error when it is down.",
  })
  healthTopicsForCode(
    @Ctx() { medlineplus, call }: MedlinePlusContext,
    @Arg("system", () => CodeSystem, { description: "The system that the code is from." }) system: CodeSystem,
    @Arg("code", () => String, { description: "The code, such as `O03.9`." }) code: string,
    @Arg("language", () => Language, { defaultValue: Language.ENGLISH, description: "The language of the topics." })
    language: Language,
  ): Promise<HealthTopic[]> {
    return medlineplus.byCode({ system, code: toCode(system, code), language }, call);
  }
}
