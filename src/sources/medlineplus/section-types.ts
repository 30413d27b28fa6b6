import { Field, ObjectType, registerEnumType } from "type-graphql";
import { TopicLink } from "./link-types.js";
import { TopicBlock, TopicSectionKind } from "./link-words.js";

registerEnumType(TopicBlock, {
  name: "TopicBlock",
  description: "A part of a topic page that groups sections, in the order of the page.",
  valuesConfig: {
    BASICS: { description: "The basics: where to start, tests, prevention, treatment." },
    LEARN_MORE: { description: "Learn more: living with it, related issues, special forms, genetics." },
    SEE_PLAY_LEARN: { description: "See, play and learn: tools, videos, quizzes, images, games." },
    RESEARCH: { description: "Research: statistics, trials, journal articles." },
    RESOURCES: { description: "Resources: experts and organizations." },
    FOR_YOU: { description: "For you: pages for children, teenagers, men, women, older adults, and handouts." },
    ENCYCLOPEDIA: { description: "The box beside the page with entries of the medical encyclopedia." },
  },
});

registerEnumType(TopicSectionKind, {
  name: "TopicSectionKind",
  description: "Which section of a topic page this is, whatever its heading is in the topic's language.",
  valuesConfig: {
    START_HERE: { description: "Start Here." },
    OVERVIEWS: { description: "Overviews; retired by MedlinePlus, still found in old files." },
    LATEST_NEWS: { description: "Latest News; retired by MedlinePlus, still found in old files." },
    DIAGNOSIS_AND_TESTS: { description: "Diagnosis and Tests." },
    PREVENTION_AND_RISK_FACTORS: { description: "Prevention and Risk Factors." },
    TREATMENTS_AND_THERAPIES: { description: "Treatments and Therapies." },
    LEARN_MORE: { description: "Learn More: links that Spanish pages do not sort any further." },
    LIVING_WITH: { description: "Living With." },
    RELATED_ISSUES: { description: "Related Issues." },
    SPECIFICS: { description: "Specifics: special forms of the subject." },
    GENETICS: { description: "Genetics." },
    HEALTH_CHECK_TOOLS: { description: "Health Check Tools." },
    VIDEOS_AND_TUTORIALS: { description: "Videos and Tutorials." },
    TEST_YOUR_KNOWLEDGE: { description: "Test Your Knowledge." },
    IMAGES: { description: "Images." },
    GAMES: { description: "Games." },
    STATISTICS_AND_RESEARCH: { description: "Statistics and Research." },
    CLINICAL_TRIALS: { description: "Clinical Trials: saved searches in ClinicalTrials.gov." },
    JOURNAL_ARTICLES: { description: "Journal Articles: papers and saved searches in PubMed." },
    FIND_AN_EXPERT: { description: "Find an Expert." },
    CHILDREN: { description: "Children." },
    TEENAGERS: { description: "Teenagers." },
    MEN: { description: "Men." },
    WOMEN: { description: "Women." },
    OLDER_ADULTS: { description: "Older Adults." },
    PATIENT_HANDOUTS: { description: "Patient Handouts." },
    ENCYCLOPEDIA: { description: "Entries of the medical encyclopedia." },
    OTHER: { description: "A section that is not known yet; `heading` is MedlinePlus's own word." },
  },
});

@ObjectType({ simpleResolvers: true, description: "A section of a topic page. Sections come in the page's order." })
export class TopicSection {
  @Field(() => String, { description: "The heading, in the topic's language." })
  heading!: string;

  @Field(() => TopicBlock, {
    nullable: true,
    description: "The part of the page that the section stands in; null for a section that is not known.",
  })
  block!: TopicBlock | null;

  @Field(() => TopicSectionKind, { description: "Which section this is, whatever its heading." })
  kind!: TopicSectionKind;

  @Field(() => String, { description: "The category as MedlinePlus's file has it; its words change over the years." })
  category!: string;

  @Field(() => [TopicLink], { description: "The links, in MedlinePlus's order. A link can stand in two sections." })
  links!: TopicLink[];
}
