import { describe, expect, it } from "@jest/globals";
import { kindOfHeading, specialPartOf } from "../../../src/sources/encyclopedia/headings.js";

describe("a heading", () => {
  it.each([
    ["Causes", "CAUSES"],
    ["Causas", "CAUSES"],
    ["Síntomas", "SYMPTOMS"],
    ["Exams and Tests", "EXAMS_AND_TESTS"],
    ["Pruebas y exámenes", "EXAMS_AND_TESTS"],
    ["Outlook (Prognosis)", "OUTLOOK"],
    ["Expectativas (pronóstico)", "OUTLOOK"],
    ["Possible Complications", "COMPLICATIONS"],
    ["When to Call the Doctor", "WHEN_TO_CONTACT"],
    ["Cuándo contactar a un profesional médico", "WHEN_TO_CONTACT"],
    ["Self-care", "HOME_CARE"],
    ["What to Expect at Your Office Visit", "OFFICE_VISIT"],
    ["How the Test will Feel", "HOW_IT_FEELS"],
    ["Why the Procedure is Performed", "WHY_PERFORMED"],
    ["Forma en que se realiza el examen", "HOW_PERFORMED"],
    ["Razones por las que se realiza el examen", "WHY_PERFORMED"],
    ["What to Expect at Home", "WHAT_TO_EXPECT"],
    ["Causes of the causes", "OTHER"],
    ["Talking to your team", "OTHER"],
  ])("%s is of the kind %s", (heading, kind) => {
    expect(kindOfHeading(heading)).toBe(kind);
  });

  it.each([
    ["Alternative Names", "names"],
    ["Nombres alternativos", "names"],
    ["Imágenes", "images"],
    ["Referencias", "references"],
    ["Review Date 10/9/2024", "review"],
    ["Ultima revisión 11/9/2021", "review"],
    ["Última revisión 11/9/2021", "review"],
    ["Fecha de revisión 11/9/2021", "review"],
    ["Related MedlinePlus Health Topics", "topics"],
    ["Temas de salud relacionados de MedlinePlus", "topics"],
    ["Temas de salud de MedlinePlus relacionados", "topics"],
    ["Image-guided surgery", null],
    ["Review of your medicines", null],
  ])("%s stands over the part: %s", (heading, part) => {
    expect(specialPartOf(heading)).toBe(part);
  });
});
