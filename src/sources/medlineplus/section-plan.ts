import { TopicSectionKind as Kind, TopicBlock } from "./link-words.js";

/** One section of a topic page: where it stands, what it is called, and the categories that lead to it. */
export interface SectionPlan {
  kind: Kind;
  block: TopicBlock;
  english: string;
  spanish: string;
}

const { BASICS, LEARN_MORE, SEE_PLAY_LEARN, RESEARCH, RESOURCES, FOR_YOU, ENCYCLOPEDIA } = TopicBlock;

type Row = [Kind, TopicBlock, english: string, spanish: string, ...otherCategories: string[]];

/**
 * The sections in the page's order. A file's category is today's heading in either language, or, in files of past
 * years, one of the other words: they have changed more than once, and both languages changed at different times.
 */
const ROWS: readonly Row[] = [
  [Kind.START_HERE, BASICS, "Start Here", "Comience aquí"],
  [Kind.OVERVIEWS, BASICS, "Overviews", "Resúmenes"],
  [Kind.LATEST_NEWS, BASICS, "Latest News", "Últimas noticias"],
  [
    Kind.DIAGNOSIS_AND_TESTS,
    BASICS,
    "Diagnosis and Tests",
    "Diagnóstico y exámenes",
    "Diagnosis/Symptoms",
    "Diagnósticos/Síntomas",
    "Diagnósticos y exámenes",
  ],
  [
    Kind.PREVENTION_AND_RISK_FACTORS,
    BASICS,
    "Prevention and Risk Factors",
    "Prevención y factores de riesgo",
    "Prevention/Screening",
    "Prevención/Detección",
  ],
  [
    Kind.TREATMENTS_AND_THERAPIES,
    BASICS,
    "Treatments and Therapies",
    "Tratamientos y terapias",
    "Treatment",
    "Tratamientos",
  ],
  [Kind.LEARN_MORE, LEARN_MORE, "Learn More", "Más información"],
  [Kind.LIVING_WITH, LEARN_MORE, "Living With", "Viviendo con", "Coping", "Disease Management"],
  [Kind.RELATED_ISSUES, LEARN_MORE, "Related Issues", "Asuntos relacionados"],
  [Kind.SPECIFICS, LEARN_MORE, "Specifics", "Asuntos específicos", "Specific Conditions", "Condiciones específicas"],
  [Kind.GENETICS, LEARN_MORE, "Genetics", "Genética"],
  [Kind.HEALTH_CHECK_TOOLS, SEE_PLAY_LEARN, "Health Check Tools", "Herramientas de salud"],
  [
    Kind.VIDEOS_AND_TUTORIALS,
    SEE_PLAY_LEARN,
    "Videos and Tutorials",
    "Videos y tutoriales",
    "Videos",
    "Tutorials",
    "Tutoriales",
  ],
  [Kind.TEST_YOUR_KNOWLEDGE, SEE_PLAY_LEARN, "Test Your Knowledge", "Ponga a prueba sus conocimientos"],
  [Kind.IMAGES, SEE_PLAY_LEARN, "Images", "Imágenes"],
  [Kind.GAMES, SEE_PLAY_LEARN, "Games", "Juegos"],
  [
    Kind.STATISTICS_AND_RESEARCH,
    RESEARCH,
    "Statistics and Research",
    "Estadísticas e investigación",
    "Statistics",
    "Research",
    "Estadísticas",
    "Investigaciones",
  ],
  [Kind.CLINICAL_TRIALS, RESEARCH, "Clinical Trials", "Ensayos clínicos", "Estudios clínicos"],
  [Kind.JOURNAL_ARTICLES, RESEARCH, "Journal Articles", "Artículos de revistas médicas", "Artículos científicos"],
  [Kind.FIND_AN_EXPERT, RESOURCES, "Find an Expert", "Especialistas", "Organizations", "Organizaciones"],
  [Kind.CHILDREN, FOR_YOU, "Children", "Niños"],
  [Kind.TEENAGERS, FOR_YOU, "Teenagers", "Adolescentes"],
  [Kind.MEN, FOR_YOU, "Men", "Hombres"],
  [Kind.WOMEN, FOR_YOU, "Women", "Mujeres"],
  [Kind.OLDER_ADULTS, FOR_YOU, "Older Adults", "Adultos mayores", "Seniors"],
  [Kind.PATIENT_HANDOUTS, FOR_YOU, "Patient Handouts", "Hojas informativas para el paciente"],
  [Kind.ENCYCLOPEDIA, ENCYCLOPEDIA, "Medical Encyclopedia", "Enciclopedia médica", "Encyclopedia", "Enciclopedia"],
];

/** The sections in the page's order. */
export const SECTION_PLANS: readonly SectionPlan[] = ROWS.map(([kind, block, english, spanish]) => ({
  kind,
  block,
  english,
  spanish,
}));

const BY_CATEGORY = new Map(
  ROWS.flatMap(([kind, , ...words]) => {
    const plan = SECTION_PLANS.find((candidate) => candidate.kind === kind);
    return plan ? words.map((word) => [folded(word), plan] as const) : [];
  }),
);

/** The section that a category of any year and either language leads to. */
export function sectionPlanOf(category: string): SectionPlan | undefined {
  return BY_CATEGORY.get(folded(category));
}

/** Marks for MedlinePlus's editors: every Spanish link carries the first; the second means "not on this page". */
export function isBookkeeping(category: string): boolean {
  return /^(?:spanish\s*\/\s*español|non-?display\b.*)$/i.test(category);
}

function folded(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").trim();
}
