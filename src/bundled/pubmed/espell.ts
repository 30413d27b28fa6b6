import type { BundledAnswer } from "../http.js";
import { documentType, htmlError, wantsJson, xmlAnswer } from "./answers.js";
import { escapeXml } from "./ascii.js";
import type { Collection } from "./collection.js";

/** Words of this length or shorter are never corrected: too many words are one letter away. */
const SHORTEST = 4;

function vocabularyOf(collection: Collection): Map<string, number> {
  const counts = new Map<string, number>();
  for (const record of collection.records) {
    for (const word of new Set(`${record.title}${record.abstract}${record.everythingElse}`.split(" "))) {
      if (word.length > SHORTEST) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Every word that is one letter more, less, changed or swapped away. */
function* neighbours(word: string): Generator<string> {
  for (let index = 0; index <= word.length; index += 1) {
    const [before, after] = [word.slice(0, index), word.slice(index)];
    if (after.length > 0) yield before + after.slice(1);
    if (after.length > 1) yield before + after.charAt(1) + after.charAt(0) + after.slice(2);
    for (const letter of LETTERS) {
      yield before + letter + after;
      if (after.length > 0) yield before + letter + after.slice(1);
    }
  }
}

function correct(word: string, vocabulary: ReadonlyMap<string, number>): string {
  if (word.length <= SHORTEST || vocabulary.has(word)) return word;
  let best = word;
  for (const candidate of neighbours(word)) {
    if ((vocabulary.get(candidate) ?? 0) > (vocabulary.get(best) ?? 0)) best = candidate;
  }
  return best;
}

/** Suggests a spelling: the commonest word of the sample that is one letter away. It has no JSON form. */
export function createEspell(collection: Collection): (params: URLSearchParams) => BundledAnswer {
  let vocabulary: Map<string, number> | undefined;
  return (params) => {
    if (wantsJson(params)) return htmlError(500, "NCBI/eutils - WWW Error 500 Diagnostic");
    vocabulary ??= vocabularyOf(collection);
    const term = params.get("term") ?? "";
    const words = term.split(/(\s+)/);
    const corrected = words.map((word) => correct(word.toLowerCase(), vocabulary as Map<string, number>));
    const changed = corrected.some((word, index) => word !== words[index]?.toLowerCase());
    const spelled = changed
      ? `<SpelledQuery><Original></Original>${corrected
          .map((word, index) => {
            const tag = word === words[index]?.toLowerCase() ? "Original" : "Replaced";
            return `<${tag}>${escapeXml(word)}</${tag}>`;
          })
          .join("")}</SpelledQuery>`
      : "<SpelledQuery/>";
    const query = changed ? `<CorrectedQuery>${escapeXml(corrected.join(""))}</CorrectedQuery>` : "<CorrectedQuery/>";
    return xmlAnswer(
      `${documentType("eSpellResult", "espell", "20090504")}<eSpellResult>\n\t<Database>pubmed</Database>\n\t<Query>${escapeXml(term)}</Query>\n\t${query}\n\t${spelled}\n\t<ERROR/>\n</eSpellResult>\n`,
    );
  };
}
