import type { BundledAnswer } from "../http.js";
import { textAnswer } from "./answers.js";
import type { Collection } from "./collection.js";
import type { PubmedRecord } from "./record.js";
import { keyOf } from "./record-keys.js";

function matchLine(collection: Collection, line: string): string {
  const [journal = "", year = "", volume = "", page = "", author = ""] = line.split("|");
  const inJournal = collection.filed("journals", keyOf(journal)).map((position) => collection.records[position]);
  if (inJournal.length === 0) return "NOT_FOUND;INVALID_JOURNAL";
  const agrees = (record: PubmedRecord) =>
    (!year || Math.floor(record.printed / 10_000) === Number(year)) &&
    (!volume || record.keys.volumes.includes(keyOf(volume))) &&
    (!page || record.keys.pages.some((pages) => pages.split(" ")[0] === keyOf(page))) &&
    (!author || record.firstAuthor.startsWith(keyOf(author)));
  const pmids = inJournal.flatMap((record) => (record && agrees(record) ? [record.pmid] : []));
  return pmids.length > 1 ? `AMBIGUOUS ${pmids.join(",")}` : (pmids[0] ?? "NOT_FOUND");
}

/** Finds PMIDs for citations: `journal|year|volume|first page|author|key|`, parted by carriage returns. */
export function ecitmatch(collection: Collection, params: URLSearchParams): BundledAnswer {
  const lines = (params.get("bdata") ?? "").split(/[\r\n]+/).filter((line) => line.includes("|"));
  return textAnswer(lines.map((line) => `${line}${matchLine(collection, line)}\n`).join(""));
}
