import { registerEnumType } from "type-graphql";

/** How a list of records of another source was found: the rule that joined them to their parent. */
export enum JoinRule {
  TOPIC_LINK = "TOPIC_LINK",
  SAVED_SEARCH = "SAVED_SEARCH",
  MESH_DESCRIPTOR = "MESH_DESCRIPTOR",
  DATABANK_NUMBER = "DATABANK_NUMBER",
  REFERENCE_LIST = "REFERENCE_LIST",
  TITLE_SEARCH = "TITLE_SEARCH",
}

registerEnumType(JoinRule, {
  name: "JoinRule",
  description: "How records of one source were joined to a record of another: by identity first, by search last.",
  valuesConfig: {
    TOPIC_LINK: { description: "The topic's own page links to exactly this record." },
    SAVED_SEARCH: { description: "The topic's own page links to this search at the other source." },
    MESH_DESCRIPTOR: { description: "Both are indexed under the same MeSH descriptor." },
    DATABANK_NUMBER: { description: "The article names the trial's registration number." },
    REFERENCE_LIST: { description: "The record cites the other in its list of references." },
    TITLE_SEARCH: {
      description: "A search for the parent's title: the weakest rule, used when nothing else is known.",
    },
  },
});
