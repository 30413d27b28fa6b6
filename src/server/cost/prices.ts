/** What one object in an answer costs. Plain values are free: they come with their object. */
export const OBJECT_COST = 1;

/** What one call of an upstream costs: its quota is what runs out first. */
export const CALL_COST = 10;

/** Longest page that any list gives, so no argument counts for more. The resolver refuses what is above. */
export const LONGEST_PAGE = 100;

/** Arguments that say how long a list is, the first that is given decides. */
export const SLICING_ARGUMENTS = ["first", "last"] as const;

/** Arguments whose own length is that of the list. */
export const COUNTED_ARGUMENTS = ["pmids", "nctIds", "representations", "by"] as const;

/** Lists inside of a connection whose length is the connection's `first`. */
export const SIZED_FIELDS: readonly string[] = ["nodes", "edges", "hits", "headings"];

/** A kind of record that is fetched by its id, many in one call. */
export interface RecordPrice {
  perCall: number;
  /** Fields that the id alone answers, so that nothing is fetched. */
  known: readonly string[];
}

/** The kinds of records that upstreams are asked for. Health topics are not here: all of them are in memory. */
export const RECORDS: Readonly<Record<string, RecordPrice>> = {
  EncyclopediaArticle: {
    perCall: 1,
    known: ["id", "articleId", "kind", "language", "title", "url", "healthTopics"],
  },
  JournalArticle: { perCall: 200, known: ["id", "pmid", "url"] },
  ClinicalTrial: { perCall: 100, known: ["id", "nctId", "url"] },
};

/** How many items a page has when no size is given. */
export const USUAL_PAGE = 20;

/** How long a list is taken to be that nothing says anything about. */
export const USUAL_LIST = 10;

/**
 * How long the lists of objects are taken to be that no argument bounds, by type and field. Where calls depend on the
 * length it is that of the longest lists there are; elsewhere that of a long one.
 */
export const LIST_SIZES: Readonly<Record<string, number>> = {
  "Affiliation.identifiers": 1,
  "Author.affiliations": 1,
  "Book.editors": 4,
  "ClinicalTrial.armGroups": 4,
  "ClinicalTrial.centralContacts": 2,
  "ClinicalTrial.collaborators": 3,
  "ClinicalTrial.conditionMeshAncestors": 10,
  "ClinicalTrial.conditionMeshTerms": 4,
  "ClinicalTrial.documents": 2,
  "ClinicalTrial.interventionMeshAncestors": 10,
  "ClinicalTrial.interventionMeshTerms": 4,
  "ClinicalTrial.interventions": 4,
  "ClinicalTrial.otherOutcomes": 5,
  "ClinicalTrial.overallOfficials": 2,
  "ClinicalTrial.primaryOutcomes": 3,
  "ClinicalTrial.references": 10,
  "ClinicalTrial.secondaryIds": 2,
  "ClinicalTrial.secondaryOutcomes": 10,
  "ClinicalTrial.seeAlsoLinks": 2,
  "ClinicalTrial.sharedData": 2,
  "EncyclopediaArticle.images": 5,
  "EncyclopediaArticle.relatedTopicLinks": 5,
  "EncyclopediaArticle.sections": 12,
  "HealthTopic.groups": 3,
  "HealthTopic.links": 60,
  "HealthTopic.meshHeadings": 4,
  "HealthTopic.otherLanguages": 15,
  "HealthTopic.relatedTopics": 35,
  "HealthTopic.sections": 12,
  "JournalArticle.abstract": 5,
  "JournalArticle.authors": 10,
  "JournalArticle.chemicals": 6,
  "JournalArticle.corrections": 2,
  "JournalArticle.databankNumbers": 3,
  "JournalArticle.grants": 5,
  "JournalArticle.history": 6,
  "JournalArticle.investigators": 10,
  "JournalArticle.meshHeadings": 15,
  "JournalArticle.otherAbstracts": 1,
  "JournalArticle.otherIds": 2,
  "JournalArticle.publicationTypes": 3,
  "JournalArticle.supplementaryConcepts": 2,
  "JournalArticle.trialRegistrations": 2,
  "JournalArticleConnection.timeline": 30,
  "MeshHeading.qualifiers": 2,
  "OtherAbstract.sections": 5,
  "Query.healthTopicGroups": 50,
  "Query.healthTopicsForCode": 10,
  "Query.sources": 5,
  "SearchResults.sources": 4,
  "TopicLink.organizations": 1,
  "TopicSection.links": 5,
  "TrialFacet.values": 15,
  "TrialLocation.contacts": 1,
  "TrialReference.retractions": 1,
};
