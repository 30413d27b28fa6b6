import { ArgsType, Field, Int } from "type-graphql";
import { onlyNctIds, toEssieExpression, toEssieText } from "../essie.js";
import { createQuestion, type SearchArea, type TrialQuestion } from "../question.js";
import { ClinicalTrialFilter } from "./filter.js";
import { known, toFilterExpressions } from "./filter-expressions.js";
import { NearInput, toGeoFilter } from "./place.js";
import { TrialSort, toOrder } from "./sort.js";

const WORDS =
  "Words must all match, with synonyms; put a phrase in quotation marks. Other signs and operators are plain text.";

@ArgsType()
export class SearchClinicalTrialsArgs {
  @Field(() => String, { nullable: true, description: `The condition or disease. ${WORDS}` })
  condition?: string | null;

  @Field(() => String, { nullable: true, description: `Anything else in the record. ${WORDS}` })
  term?: string | null;

  @Field(() => String, { nullable: true, description: `The drug, device or other intervention. ${WORDS}` })
  intervention?: string | null;

  @Field(() => String, { nullable: true, description: `The sponsor or a collaborator. ${WORDS}` })
  sponsor?: string | null;

  @Field(() => String, { nullable: true, description: `The title or acronym. ${WORDS}` })
  title?: string | null;

  @Field(() => String, { nullable: true, description: `A city, state, country or institution with a site. ${WORDS}` })
  location?: string | null;

  @Field(() => NearInput, { nullable: true, description: "Only trials with a site in this circle." })
  near?: NearInput | null;

  @Field(() => ClinicalTrialFilter, { nullable: true, description: "What the trials must have." })
  filter?: ClinicalTrialFilter | null;

  @Field(() => TrialSort, { defaultValue: TrialSort.RELEVANCE, description: "The order of the trials." })
  sort!: TrialSort;

  @Field(() => String, {
    nullable: true,
    description:
      "An expression in the registry's own language (Essie) that must match too, such as " +
      "`AREA[Phase]PHASE3 AND AREA[StartDate]RANGE[2024-01-01,MAX]`. Only this argument can hold operators.",
  })
  advanced?: string | null;

  @Field(() => Int, { defaultValue: 20, description: "How many trials, from 1 to 100." })
  first!: number;

  @Field(() => String, { nullable: true, description: "The cursor to go on behind." })
  after?: string | null;
}

const TEXT_ARGUMENTS = {
  condition: "cond",
  term: "term",
  intervention: "intr",
  sponsor: "spons",
  title: "titles",
  location: "locn",
} as const satisfies Partial<Record<keyof SearchClinicalTrialsArgs, SearchArea>>;

/**
 * What a caller asks for, checked and escaped.
 * @throws BAD_USER_INPUT naming the argument
 */
export function questionOfArguments(args: Omit<SearchClinicalTrialsArgs, "first" | "after">): TrialQuestion {
  const texts: Partial<Record<SearchArea, string>> = {};
  const numbered: string[][] = [];
  for (const [argument, area] of Object.entries(TEXT_ARGUMENTS)) {
    const text = args[argument as keyof typeof TEXT_ARGUMENTS];
    if (text == null) continue;
    const expression = toEssieText(text, argument);
    const numbers = onlyNctIds(expression);
    if (numbers === null) texts[area] = expression;
    else numbered.push(numbers);
  }
  const { filter, near, advanced } = args;
  return createQuestion({
    texts,
    nctIds: numbered.length === 0 ? null : numbered.reduce((all, some) => all.filter((nctId) => some.includes(nctId))),
    statuses: known(filter?.overallStatuses ?? [], "filter.overallStatuses"),
    geo: near ? toGeoFilter(near, "near") : null,
    expression: advanced == null ? null : toEssieExpression(advanced, "advanced"),
    filters: filter ? toFilterExpressions(filter, "filter") : [],
    sort: toOrder(args.sort, Object.keys(texts).length > 0),
  });
}
