import { Field, ID, ObjectType } from "type-graphql";

@ObjectType({ simpleResolvers: true, description: "The journal that an article appeared in." })
export class Journal {
  @Field(() => String, { nullable: true, description: "The full title." })
  title!: string | null;

  @Field(() => String, { nullable: true, description: "The ISO abbreviation, the one to print: `N Engl J Med`." })
  isoAbbreviation!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "NLM's own abbreviation, the one to search by. It differs from ISO's for about one article in five.",
  })
  medlineAbbreviation!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The ISSN that links all media of the journal, else the printed one's, else the electronic one's.",
  })
  issn!: string | null;

  @Field(() => String, { nullable: true, description: "The ISSN of the printed journal, where this record gives it." })
  issnPrint!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The ISSN of the electronic journal, where this record gives it.",
  })
  issnElectronic!: string | null;

  @Field(() => ID, { nullable: true, description: "The journal's id in the NLM catalogue." })
  nlmId!: string | null;

  @Field(() => String, { nullable: true, description: "The country of publication." })
  country!: string | null;
}
