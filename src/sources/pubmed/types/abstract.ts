import { Field, ObjectType, registerEnumType } from "type-graphql";

/** What a part of a structured abstract is for, as NLM files its many labels. */
export enum AbstractCategory {
  BACKGROUND = "BACKGROUND",
  OBJECTIVE = "OBJECTIVE",
  METHODS = "METHODS",
  RESULTS = "RESULTS",
  CONCLUSIONS = "CONCLUSIONS",
  UNASSIGNED = "UNASSIGNED",
}

registerEnumType(AbstractCategory, {
  name: "AbstractCategory",
  description: "What a part of a structured abstract is for. Labels are free text; NLM files them under these.",
  valuesConfig: {
    BACKGROUND: { description: "What was known before." },
    OBJECTIVE: { description: "What the work set out to find." },
    METHODS: { description: "How it was done." },
    RESULTS: { description: "What was found." },
    CONCLUSIONS: { description: "What follows from it." },
    UNASSIGNED: { description: "Labelled, but filed under none of the others." },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: "One part of an abstract; an unstructured abstract has exactly one.",
})
export class AbstractSection {
  @Field(() => String, {
    nullable: true,
    description: "The printed label, such as `METHODS`; null for a part without one.",
  })
  label!: string | null;

  @Field(() => AbstractCategory, { nullable: true, description: "What the part is for; null where NLM does not say." })
  category!: AbstractCategory | null;

  @Field(() => String, {
    description:
      "Plain text. Superscripts and subscripts keep their meaning (`10⁻³`, `CO₂`, `x^(a+b)`); formulas are flattened.",
  })
  text!: string;

  @Field(() => String, { description: "Sanitised HTML with inline markup only: `b`, `i`, `u`, `sub`, `sup`." })
  html!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: "A further abstract: a translation, or a summary in plain language.",
})
export class OtherAbstract {
  @Field(() => String, {
    nullable: true,
    description: "Who or what it is from or for: `Publisher`, `plain-language-summary`.",
  })
  kind!: string | null;

  @Field(() => String, { nullable: true, description: "Its language as a code of three letters, such as `spa`." })
  language!: string | null;

  @Field(() => [AbstractSection], { description: "Its parts, in order." })
  sections!: AbstractSection[];

  @Field(() => String, { nullable: true, description: "The copyright line to show with it." })
  copyright!: string | null;
}
