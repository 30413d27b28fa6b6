import { Field, ID, ObjectType } from "type-graphql";
import { PartialDate, RichText } from "../../../content/index.js";
import { Author } from "./author.js";

@ObjectType({ simpleResolvers: true, description: "The book that a chapter in PubMed belongs to (NCBI Bookshelf)." })
export class Book {
  @Field(() => RichText, { nullable: true, description: "The title of the book." })
  title!: RichText | null;

  @Field(() => ID, {
    nullable: true,
    description: "The chapter's accession number on the Bookshelf, such as `NBK1403`.",
  })
  accession!: string | null;

  @Field(() => String, { nullable: true, description: "Where the chapter can be read." })
  url!: string | null;

  @Field(() => String, { nullable: true, description: "The publisher's name." })
  publisher!: string | null;

  @Field(() => String, { nullable: true, description: "The publisher's town." })
  publisherLocation!: string | null;

  @Field(() => PartialDate, { nullable: true, description: "When the book was published." })
  publishedOn!: string | null;

  @Field(() => PartialDate, { nullable: true, description: "When a book that is published over years began." })
  startedOn!: string | null;

  @Field(() => PartialDate, { nullable: true, description: "When it ended, or the latest year of one that goes on." })
  endedOn!: string | null;

  @Field(() => [Author], { description: "The editors, in printed order." })
  editors!: Author[];

  @Field(() => [String], { description: "The ISBNs of the book." })
  isbns!: string[];

  @Field(() => String, { nullable: true, description: "The edition." })
  edition!: string | null;

  @Field(() => String, { nullable: true, description: "The volume." })
  volume!: string | null;

  @Field(() => String, { nullable: true, description: "The medium, such as `Internet`." })
  medium!: string | null;

  @Field(() => [String], { description: "The titles of the chapter's sections, in order." })
  sectionTitles!: string[];
}
