import type { BundledAnswer } from "../http.js";
import { documentType, htmlError, wantsJson, xmlAnswer } from "./answers.js";
import { escapeXml } from "./ascii.js";
import type { History } from "./history.js";

const SOME_INVALID = "Some IDs have invalid value and were omitted. Maximum ID value 18446744073709551615";

function answer(content: string): BundledAnswer {
  return xmlAnswer(`${documentType("ePostResult", "epost", "20090526")}<ePostResult>\n${content}</ePostResult>\n`);
}

const errors = (...messages: string[]): string =>
  messages.map((message) => `\t<ERROR>${escapeXml(message)}</ERROR>\n`).join("");

/** Stores PMIDs in a history. The tool has no JSON form: asked for it, the service fails. */
export function epost(history: History, params: URLSearchParams): BundledAnswer {
  if (wantsJson(params)) return htmlError(500, "NCBI/eutils - WWW Error 500 Diagnostic");
  const database = params.get("db") ?? "";
  if (database !== "pubmed") return answer(errors(`Invalid db name specified: ${database}`));
  const ids = params.getAll("id").flatMap((list) => list.split(",").map((id) => id.trim()));
  const valid = ids.filter((id) => /^[1-9]\d*$/.test(id));
  if (valid.length === 0) return answer(errors("Empty ID list; Nothing to store", SOME_INVALID));
  const { webEnv, queryKey } = history.add(valid, params.get("WebEnv"));
  return answer(`\t<QueryKey>${queryKey}</QueryKey>\n\t<WebEnv>${webEnv}</WebEnv>\n`);
}
