import type { Language, MeshHeading, RichText } from "../../content/index.js";
import type { PrimaryInstitute, TopicLanguage } from "./types.js";

/** A link as it is kept: what its address tells is read again when it is shown. */
export interface StoredLink {
  title: string;
  url: string;
  translationUrl: string | null;
  organizations: string[];
  categories: string[];
  descriptions: string[];
}

/** A group as a topic names it. */
export interface StoredGroup {
  groupId: string;
  name: string;
  url: string;
}

/** A topic as it is kept in the snapshot: everything the file says, nothing that follows from it. */
export interface StoredTopic {
  topicId: string;
  slug: string;
  title: string;
  language: Language;
  url: string;
  metaDescription: string | null;
  alsoCalled: string[];
  seeReferences: string[];
  summary: RichText | null;
  groups: StoredGroup[];
  meshHeadings: MeshHeading[];
  primaryInstitute: PrimaryInstitute | null;
  otherLanguages: TopicLanguage[];
  createdOn: string | null;
  links: StoredLink[];
  relatedTopicIds: string[];
  translationTopicId: string | null;
}
