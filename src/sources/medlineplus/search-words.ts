import { stemmer as stemEnglish } from "@orama/stemmers/english";
import { stemmer as stemSpanish } from "@orama/stemmers/spanish";
import { Language } from "../../content/index.js";
import { normalized } from "./topic-index.js";

const STEMMERS = { [Language.ENGLISH]: stemEnglish, [Language.SPANISH]: stemSpanish };

const EMPTY_WORDS = {
  [Language.ENGLISH]: new Set(
    "a an and are as at be by can do does for from how i if in is it my of on or that the this to what when who why with you your".split(
      " ",
    ),
  ),
  [Language.SPANISH]: new Set(
    "a al como con cual de del el en es esta la las lo los mas me mi o para por que se si sin son su sus un una y".split(
      " ",
    ),
  ),
};

/** The words of a text in the form in which they are compared, without case and accents. */
export function wordsOf(text: string): string[] {
  const words = normalized(text);
  return words === "" ? [] : words.split(" ");
}

/**
 * The stem of a word that `wordsOf` gave. Accents are gone before the stem is cut, from the query as from the text, so
 * that `infeccion` finds `infección`.
 */
export function stemOf(word: string, language: Language): string {
  return STEMMERS[language](word);
}

/** Whether a word says nothing about the subject: such words are in nearly every topic. */
export function isEmptyWord(word: string, language: Language): boolean {
  return EMPTY_WORDS[language].has(word);
}
