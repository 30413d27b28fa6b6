import { Field, ObjectType } from "type-graphql";

/** The same text twice: for a page, and for anything that shows no markup. */
@ObjectType({ simpleResolvers: true, description: "A text in two forms: sanitised HTML, and plain text." })
export class RichText {
  @Field(() => String, {
    description:
      "Sanitised HTML: only paragraphs, headings, lists, tables, links and inline emphasis; links are absolute. " +
      "Safe to insert into a page.",
  })
  html!: string;

  @Field(() => String, {
    description: "Plain text: blocks are parted by line feeds, list items start with `- `.",
  })
  text!: string;
}
