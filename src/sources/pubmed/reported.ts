import { UnreadableAnswerError, UpstreamError } from "../../upstream/index.js";
import { ReportedError } from "./parser/search.js";

const SOURCE = "pubmed";
const UNREADABLE_TERM = "PubMed cannot read the search term";

/** Whether a search failed because of its words, not because of who asked or how. */
export function isUnreadableTerm(error: unknown): boolean {
  return error instanceof UpstreamError && error.message === UNREADABLE_TERM;
}

/**
 * Runs a parser and says what kind of failure it met. E-utilities answer 200 for nearly everything, so an answer can
 * report that the quota is spent, that a backend is down, or that the question cannot be read.
 */
export function reading<T>(text: string, parse: (text: string) => T): T {
  try {
    // A quota error is JSON whatever was asked for.
    if (/^\s*\{\s*"error"/.test(text)) throw new ReportedError(text);
    return parse(text);
  } catch (error) {
    if (error instanceof ReportedError) throw reported(error.message);
    // Cut-off answers (a prolog and no root) are common while a backend restarts, and the next attempt succeeds.
    const options = { cause: error, retryable: error instanceof UnreadableAnswerError || error instanceof SyntaxError };
    throw new UpstreamError(SOURCE, "malformed", error instanceof Error ? error.message : "unreadable", options);
  }
}

/**
 * The failure behind an error text. The text itself goes no further: it can repeat the caller's key or address.
 *
 * "Search Backend failed" is said both of a question that it cannot read and of a backend that is down. What is known to
 * be about the question is "rejected"; the rest may pass.
 */
export function reported(text: string): UpstreamError {
  if (/rate limit|too many requests/i.test(text)) {
    return new UpstreamError(SOURCE, "throttled", "PubMed says that its quota is spent", { retryAfterSeconds: 2 });
  }
  if (/api[ _-]?key/i.test(text)) return new UpstreamError(SOURCE, "rejected", "PubMed refuses the API key");
  if (/retstart|acceptable range|out of range|id list is empty|invalid (uid|db)|too many uids/i.test(text)) {
    return new UpstreamError(SOURCE, "rejected", "PubMed refuses the range or the ids that were asked for");
  }
  if (
    /syntax|pars(e|ing)|malformed|unbalanced|unmatched|parenthes|bracket|unexpected (token|end|char)|empty term/i.test(
      text,
    )
  ) {
    return new UpstreamError(SOURCE, "rejected", UNREADABLE_TERM);
  }
  return new UpstreamError(SOURCE, "malformed", "a backend of PubMed failed", { retryable: true });
}
