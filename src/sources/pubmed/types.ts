import { Field, ID, ObjectType } from "type-graphql";
import { MeshHeading, Node, PartialDate, RichText } from "../../content/index.js";
import { AbstractSection, OtherAbstract } from "./types/abstract.js";
import { Author } from "./types/author.js";
import { Book } from "./types/book.js";
import { Correction } from "./types/correction.js";
import {
  Chemical,
  DatabankNumber,
  Grant,
  PublicationType,
  SupplementaryConcept,
  TrialRegistration,
} from "./types/indexing.js";
import { Journal } from "./types/journal.js";
import type { CitedReference } from "./types/reference.js";
import { CitationStatus, HistoryDate, OtherId, PublicationModel } from "./types/status.js";

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description:
    "A citation in PubMed: an article in a journal, or a chapter of a book (then `book` is set and `journal` is null).",
})
export class JournalArticle implements Node {
  id!: string;

  @Field(() => ID, { description: "The PubMed id, such as `31978945`." })
  pmid!: string;

  @Field(() => String, { description: "The record's page at PubMed." })
  url!: string;

  @Field(() => RichText, {
    nullable: true,
    description:
      "The title in English, with inline markup. A title in square brackets was translated: `vernacularTitle` then has the original.",
  })
  title!: RichText | null;

  @Field(() => RichText, {
    nullable: true,
    description: "The title in the article's own language, where that is not English.",
  })
  vernacularTitle!: RichText | null;

  @Field(() => Journal, { nullable: true, description: "The journal; null for a chapter of a book." })
  journal!: Journal | null;

  @Field(() => Book, { nullable: true, description: "The book of a chapter; null for an article in a journal." })
  book!: Book | null;

  @Field(() => String, { nullable: true, description: "The volume as printed; not always a number: `21 Suppl 4`." })
  volume!: string | null;

  @Field(() => String, { nullable: true, description: "The issue as printed: `3-4`, `S3`, `4 Pt 1`." })
  issue!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Pages as printed (`244-55`), or an article number (`e20200147`).",
  })
  pages!: string | null;

  @Field(() => PublicationModel, { nullable: true, description: "In which media the article appeared." })
  publicationModel!: PublicationModel | null;

  @Field(() => PartialDate, {
    nullable: true,
    description:
      "The date of the issue, as far as it is known; of a range (`May-Jun`) its start. `publishedOnText` has it as printed.",
  })
  publishedOn!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The date of the issue as printed: `2014 May-Jun`, `1990 Spring`.",
  })
  publishedOnText!: string | null;

  @Field(() => PartialDate, { nullable: true, description: "When the article appeared online." })
  electronicPublishedOn!: string | null;

  @Field(() => PartialDate, {
    nullable: true,
    description: "The date to order by: online, else of the issue, else when the record entered PubMed.",
  })
  sortDate!: string | null;

  @Field(() => [HistoryDate], { description: "Steps in the life of the article and of its record." })
  history!: HistoryDate[];

  @Field(() => PartialDate, { nullable: true, description: "When NLM last changed the record." })
  revisedOn!: string | null;

  @Field(() => [Author], { description: "The authors in printed order: people and groups." })
  authors!: Author[];

  @Field(() => Boolean, { description: "Whether `authors` is the whole list; old records stop after some names." })
  authorListComplete!: boolean;

  @Field(() => [Author], { description: "Members of the groups among the authors, where the article names them." })
  investigators!: Author[];

  @Field(() => [AbstractSection], {
    description: "The abstract in its parts, in order. Empty for what has none: letters, editorials, errata.",
  })
  abstract!: AbstractSection[];

  @Field(() => String, { nullable: true, description: "The copyright line to show with the abstract." })
  abstractCopyright!: string | null;

  @Field(() => [OtherAbstract], { description: "Translations of the abstract and summaries in plain language." })
  otherAbstracts!: OtherAbstract[];

  @Field(() => [String], { description: "The languages of the text as codes of three letters, such as `eng`." })
  languages!: string[];

  @Field(() => [PublicationType], { description: "What kind of article it is." })
  publicationTypes!: PublicationType[];

  @Field(() => [MeshHeading], { description: "What it is about, in MeSH. Empty until NLM has indexed it." })
  meshHeadings!: MeshHeading[];

  @Field(() => [SupplementaryConcept], { description: "What it is about, in the supplement of MeSH." })
  supplementaryConcepts!: SupplementaryConcept[];

  @Field(() => [Chemical], { description: "Substances it is about." })
  chemicals!: Chemical[];

  @Field(() => [String], { description: "Keywords, mostly the authors' own." })
  keywords!: string[];

  @Field(() => [Grant], { description: "Who paid for the work." })
  grants!: Grant[];

  @Field(() => [TrialRegistration], { description: "The trials that the article names, with their registries." })
  trialRegistrations!: TrialRegistration[];

  @Field(() => [ID], {
    description: "The ClinicalTrials.gov numbers among `trialRegistrations`, such as `NCT01234567`.",
  })
  nctIds!: string[];

  @Field(() => [DatabankNumber], { description: "Data sets that the article names, by databank." })
  databankNumbers!: DatabankNumber[];

  @Field(() => String, {
    nullable: true,
    description: "The DOI without `https://doi.org/`; compare without regard to case.",
  })
  doi!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The id in PubMed Central, where the full text is free: `PMC900001`.",
  })
  pmcId!: string | null;

  @Field(() => String, { nullable: true, description: "The publisher's own number of the article." })
  pii!: string | null;

  @Field(() => [OtherId], { description: "Further identifiers." })
  otherIds!: OtherId[];

  @Field(() => [Correction], {
    description: "Printed ties to other publications: corrections, retractions, comments, updates, citations.",
  })
  corrections!: Correction[];

  @Field(() => Boolean, {
    description: "Whether the article was retracted. Never show a retracted article without saying so.",
  })
  isRetracted!: boolean;

  @Field(() => Boolean, { description: "Whether this is the notice that retracts another article." })
  isRetractionNotice!: boolean;

  @Field(() => Boolean, { description: "Whether an expression of concern was published about the article." })
  hasExpressionOfConcern!: boolean;

  @Field(() => String, { nullable: true, description: "The authors' statement of their interests." })
  conflictOfInterest!: string | null;

  @Field(() => CitationStatus, {
    nullable: true,
    description: "How far NLM has come with the record; null for a chapter of a book.",
  })
  status!: CitationStatus | null;

  /** All references: the schema shows them page by page. */
  referenceList!: CitedReference[];
}

/** The page of a record at PubMed. */
export function articleUrl(pmid: string): string {
  return `https://pubmed.ncbi.nlm.nih.gov/${pmid}/`;
}
