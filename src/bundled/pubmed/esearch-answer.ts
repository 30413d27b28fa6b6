import type { BundledAnswer } from "../http.js";
import { documentType, jsonAnswer, jsonText, xmlAnswer } from "./answers.js";
import { escapeXml } from "./ascii.js";
import type { QueryNotes } from "./query-reading.js";

export interface SearchOutcome {
  /** All hits, in the order asked for. */
  pmids: string[];
  translation: string;
  notes: QueryNotes;
}

type Stored = { webEnv: string; queryKey: string } | undefined;
type Page = { start: number; pmids: string[] };

const HEAD = documentType("eSearchResult", "esearch", "20060628");

const xml = (content: string): BundledAnswer => xmlAnswer(`${HEAD}<eSearchResult>${content}</eSearchResult>\n`);

/** An error of the search, with status 200 as the service sends it. */
export function searchFailure(json: boolean, message: string): BundledAnswer {
  if (!json) return xml(`<ERROR>${escapeXml(message)}</ERROR>`);
  // The service leaves a line feed inside the string as it is, which makes the body invalid JSON.
  const text = JSON.stringify(message).replaceAll("\\n", "\n");
  return jsonText(`{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"ERROR":${text}}}\n`);
}

const list = (name: string, values: readonly string[]): string =>
  values.map((value) => `<${name}>${escapeXml(value)}</${name}>`).join("");

function notesXml(notes: QueryNotes): string {
  const errors = list("PhraseNotFound", notes.phrasesNotFound) + list("FieldNotFound", notes.fieldsNotFound);
  const warnings =
    list("PhraseIgnored", notes.phrasesIgnored) +
    list("QuotedPhraseNotFound", notes.quotedPhrasesNotFound) +
    list("OutputMessage", notes.outputMessages);
  return (errors && `<ErrorList>${errors}</ErrorList>`) + (warnings && `<WarningList>${warnings}</WarningList>`);
}

function foundXml({ pmids, translation, notes }: SearchOutcome, page: Page, stored: Stored): string {
  const ids = page.pmids.map((pmid) => `<Id>${pmid}</Id>\n`).join("");
  const pairs = notes.translations.map(
    ({ from, to }) =>
      `<Translation>     <From>${escapeXml(from)}</From>     <To>${escapeXml(to)}</To>    </Translation>`,
  );
  return [
    `<Count>${pmids.length}</Count><RetMax>${page.pmids.length}</RetMax><RetStart>${page.start}</RetStart>`,
    stored ? `<QueryKey>${stored.queryKey}</QueryKey><WebEnv>${stored.webEnv}</WebEnv>` : "",
    ids ? `<IdList>\n${ids}</IdList>` : "<IdList/>",
    pairs.length > 0 ? `<TranslationSet>${pairs.join("")}</TranslationSet>` : "<TranslationSet/>",
    `<QueryTranslation>${escapeXml(translation)}</QueryTranslation>`,
    notesXml(notes),
  ].join("");
}

function foundJson({ pmids, translation, notes }: SearchOutcome, page: Page, stored: Stored): Record<string, unknown> {
  const hasErrors = notes.phrasesNotFound.length + notes.fieldsNotFound.length > 0;
  const { phrasesIgnored, quotedPhrasesNotFound, outputMessages } = notes;
  const hasWarnings = phrasesIgnored.length + quotedPhrasesNotFound.length + outputMessages.length > 0;
  return {
    count: String(pmids.length),
    retmax: String(page.pmids.length),
    retstart: String(page.start),
    ...(stored && { querykey: stored.queryKey, webenv: stored.webEnv }),
    idlist: page.pmids,
    translationset: notes.translations,
    querytranslation: translation,
    ...(hasErrors && {
      errorlist: { phrasesnotfound: notes.phrasesNotFound, fieldsnotfound: notes.fieldsNotFound },
    }),
    ...(hasWarnings && {
      warninglist: {
        phrasesignored: phrasesIgnored,
        quotedphrasesnotfound: quotedPhrasesNotFound,
        outputmessages: outputMessages,
      },
    }),
  };
}

/** The hits of a search, or with `countOnly` their number. */
export function searchFound(
  json: boolean,
  outcome: SearchOutcome,
  page: Page,
  stored: Stored,
  countOnly: boolean,
): BundledAnswer {
  if (!json) return xml(countOnly ? `<Count>${outcome.pmids.length}</Count>` : foundXml(outcome, page, stored));
  const result = countOnly ? { count: String(outcome.pmids.length) } : foundJson(outcome, page, stored);
  return jsonAnswer("esearch", { esearchresult: result });
}
