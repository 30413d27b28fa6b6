import { registerEnumType } from "type-graphql";

/** The languages in which MedlinePlus publishes. */
export enum Language {
  ENGLISH = "ENGLISH",
  SPANISH = "SPANISH",
}

registerEnumType(Language, {
  name: "Language",
  description: "A language in which MedlinePlus publishes its health topics and encyclopedia.",
  valuesConfig: {
    ENGLISH: { description: "English." },
    SPANISH: { description: "Spanish (español)." },
  },
});
