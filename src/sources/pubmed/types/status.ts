import { Field, ObjectType, registerEnumType } from "type-graphql";
import { PartialDate } from "../../../content/index.js";

/** How far NLM has come with a record. */
export enum CitationStatus {
  COMPLETED = "COMPLETED",
  IN_DATA_REVIEW = "IN_DATA_REVIEW",
  IN_PROCESS = "IN_PROCESS",
  MEDLINE = "MEDLINE",
  OLDMEDLINE = "OLDMEDLINE",
  OTHER = "OTHER",
  PUBLISHER = "PUBLISHER",
  PUBMED_NOT_MEDLINE = "PUBMED_NOT_MEDLINE",
}

registerEnumType(CitationStatus, {
  name: "CitationStatus",
  description: "How far NLM has come with a record. Only finished records have MeSH headings.",
  valuesConfig: {
    COMPLETED: { description: "Checked and indexed, waiting to enter MEDLINE." },
    IN_DATA_REVIEW: { description: "Just arrived; its details are being checked." },
    IN_PROCESS: { description: "Being indexed." },
    MEDLINE: { description: "Finished, with MeSH headings." },
    OLDMEDLINE: { description: "From before 1966, with the subject words of its time." },
    OTHER: { description: "A status that this schema does not know yet." },
    PUBLISHER: { description: "As the publisher sent it, not checked." },
    PUBMED_NOT_MEDLINE: { description: "Finished, outside MEDLINE: it gets no MeSH headings." },
  },
});

/** In which media an article appeared. */
export enum PublicationModel {
  ELECTRONIC = "ELECTRONIC",
  ELECTRONIC_ECOLLECTION = "ELECTRONIC_ECOLLECTION",
  ELECTRONIC_PRINT = "ELECTRONIC_PRINT",
  PRINT = "PRINT",
  PRINT_ELECTRONIC = "PRINT_ELECTRONIC",
}

registerEnumType(PublicationModel, {
  name: "PublicationModel",
  description: "In which media an article appeared.",
  valuesConfig: {
    ELECTRONIC: { description: "Only online." },
    ELECTRONIC_ECOLLECTION: { description: "Online first, then in an online collection." },
    ELECTRONIC_PRINT: { description: "In print after it was published online; the online date counts." },
    PRINT: { description: "Only in print." },
    PRINT_ELECTRONIC: { description: "Online ahead of print; the printed date counts." },
  },
});

@ObjectType({ simpleResolvers: true, description: "A step in the life of an article or of its record." })
export class HistoryDate {
  @Field(() => String, {
    description:
      "The step: `received`, `revised`, `accepted`, `entrez` (entered), `pubmed`, `medline`, `pmc-release` ...",
  })
  step!: string;

  @Field(() => PartialDate, { description: "When; a release can lie in the future." })
  date!: string;
}

@ObjectType({ simpleResolvers: true, description: "An identifier that has no field of its own." })
export class OtherId {
  @Field(() => String, { description: "What kind of identifier it is, such as `mid` (manuscript) or `sici`." })
  kind!: string;

  @Field(() => String, { description: "The identifier as printed." })
  value!: string;
}
