import { EncyclopediaSectionKind as Kind } from "./section-kind.js";

/** The parts of a page that stand under a heading as sections do, but are fields of their own. */
export type SpecialPart = "names" | "images" | "references" | "review" | "topics";

// Without accents, in lower case; English | Spanish.
const KINDS: readonly (readonly [Kind, RegExp])[] = [
  [Kind.CAUSES, /^(common )?(causes?|causas?)( comunes)?$/],
  [Kind.SYMPTOMS, /^(symptoms?|sintomas?)$/],
  [Kind.EXAMS_AND_TESTS, /^(exams and tests|pruebas y examenes|examenes y pruebas)$/],
  [Kind.TREATMENT, /^(treatments?|tratamientos?)$/],
  [Kind.OUTLOOK, /^(outlook\b|expectativas\b|pronostico$)/],
  [Kind.COMPLICATIONS, /^(possible complications|complications|(posibles )?complicaciones)$/],
  [Kind.WHEN_TO_CONTACT, /^(when to (contact|call|seek)|cuando (contactar|llamar|consultar|acudir))\b/],
  [Kind.PREVENTION, /^(prevention|prevencion)$/],
  [Kind.CONSIDERATIONS, /^(considerations|consideraciones)$/],
  [Kind.SUPPORT_GROUPS, /^(support groups|grupos de apoyo)$/],
  [Kind.HOME_CARE, /^(home care|self-?care|cuidados? (en el hogar|en casa|personales?))$/],
  [Kind.OFFICE_VISIT, /^(what to expect at your office visit|lo que se puede esperar en el consultorio( medico)?)$/],
  [Kind.DESCRIPTION, /^(description|descripcion)$/],
  [Kind.HOW_PERFORMED, /^(how the (test|exam|procedure) is (performed|done)|forma en que se realiza)\b/],
  [Kind.WHY_PERFORMED, /^(why the \w+ is (performed|done)|(razones por las que|por que) se realiza)\b/],
  [Kind.PREPARATION, /^(how to prepare for|preparacion para)\b/],
  [Kind.HOW_IT_FEELS, /^(how the \w+ (will|may) feel|(lo que se siente|que se siente) durante)\b/],
  [Kind.NORMAL_RESULTS, /^(normal results|(resultados|valores) normales)$/],
  [Kind.ABNORMAL_RESULTS, /^(what abnormal results mean|significado de los resultados anormales)$/],
  [Kind.RISKS, /^(risks|riesgos)$/],
  [Kind.BEFORE_PROCEDURE, /^(before (the|your) (procedure|surgery)|antes (del procedimiento|de la cirugia))$/],
  [Kind.AFTER_PROCEDURE, /^(after (the|your) (procedure|surgery)|despues (del procedimiento|de la cirugia))$/],
  [Kind.FIRST_AID, /^(first aid|primeros auxilios)$/],
  [Kind.DO_NOT, /^(do not|no se debe)$/],
  [Kind.WHAT_TO_EXPECT, /^(what to expect|(que|lo que se puede) esperar)\b/],
  [Kind.FOLLOW_UP, /^(follow-?up|(control|seguimiento|cuidados de control))$/],
  [Kind.FUNCTION, /^(function|funciones|funcion)$/],
  [Kind.FOOD_SOURCES, /^(food sources|fuentes alimenticias)$/],
  [Kind.SIDE_EFFECTS, /^(side effects|efectos secundarios)$/],
  [Kind.RECOMMENDATIONS, /^(recommendations|recomendaciones)$/],
  [Kind.POISONOUS_INGREDIENT, /^(poisonous ingredients?|(elementos?|ingredientes?) toxicos?)$/],
  [Kind.WHERE_FOUND, /^(where found|donde se encuentra)$/],
];

const SPECIAL_HEADINGS: readonly (readonly [SpecialPart, RegExp])[] = [
  ["names", /^(alternative names?|nombres? alternativos?)$/],
  ["images", /^(images?|imagen(es)?)$/],
  ["references", /^(references?|referencias?)$/],
  ["review", /^((review|update|last reviewed|version) (date|info)|(fecha de )?(ultima )?(revision|actualizacion))\b/],
  ["topics", /^(related (medlineplus )?health topics|temas de salud (relacionados\b|((de|en) )?medlineplus\b))/],
];

const SPECIAL_IDS: ReadonlyMap<string, SpecialPart> = new Map([
  ["section-Alt", "names"],
  ["section-tnails", "images"],
  ["section-Ref", "references"],
  ["section-version", "review"],
  ["section-mtp", "topics"],
]);

/** The kind of a section with this heading. */
export function kindOfHeading(heading: string): Kind {
  const normal = normalise(heading);
  return KINDS.find(([, pattern]) => pattern.test(normal))?.[0] ?? Kind.OTHER;
}

/** Which special part stands under a heading, or null for a section of the article's own text. */
export function specialPartOf(heading: string): SpecialPart | null {
  const normal = normalise(heading);
  return SPECIAL_HEADINGS.find(([, pattern]) => pattern.test(normal))?.[0] ?? null;
}

/** Which special part has this id; the numbered ones have none. */
export function specialPartWithId(id: string | undefined): SpecialPart | null {
  return SPECIAL_IDS.get(id ?? "") ?? null;
}

function normalise(heading: string): string {
  return heading
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/^[\s¿¡]+|[\s?!:.]+$/g, "");
}
