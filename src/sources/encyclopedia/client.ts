import {
  type Fetched,
  UnreadableAnswerError,
  type Upstream,
  type UpstreamAnswer,
  type UpstreamCall,
} from "../../upstream/index.js";
import { type PageKey, pathOf } from "./addresses.js";

/** Asks for pages, one by one: the encyclopedia has no interface for machines. */
export class EncyclopediaClient<P> {
  /** @param read the page that came for a key. @throws UnreadableAnswerError when it is not that article */
  constructor(
    private readonly upstream: Upstream,
    private readonly read: (answer: UpstreamAnswer, key: PageKey) => P,
  ) {}

  /**
   * One page; a null value when there is none at its address.
   * @param validator what an earlier answer gave, so that an unchanged page is not sent again
   * @throws UpstreamError, "malformed" when what came is not the article that was asked for
   */
  fetchPage(key: PageKey, validator: string | null, call: UpstreamCall): Promise<Fetched<P>> {
    const request = { path: pathOf(key), headers: conditionFor(validator), expect: "html" as const };
    return this.upstream.ask(request, (answer) => this.readAnswer(answer, key, validator), call);
  }

  private readAnswer(answer: UpstreamAnswer, key: PageKey, validator: string | null): Fetched<P> {
    if (answer.status === 404) return { value: null };
    const given = validatorOf(answer.headers);
    const withValidator = given === null ? {} : { validator: given };
    if (answer.status !== 304) return { value: this.read(answer, key), ...withValidator };
    if (validator === null) throw new UnreadableAnswerError("304 to a question without a condition");
    return { unchanged: true, ...withValidator };
  }
}

// One text holds either kind; the date is the weaker of the two, as it cannot tell two changes within one second.
const MODIFIED = "modified ";

function validatorOf(headers: Readonly<Record<string, string>>): string | null {
  if (headers.etag) return headers.etag;
  return headers["last-modified"] ? MODIFIED + headers["last-modified"] : null;
}

function conditionFor(validator: string | null): Record<string, string> {
  if (validator === null) return {};
  if (validator.startsWith(MODIFIED)) return { "if-modified-since": validator.slice(MODIFIED.length) };
  return { "if-none-match": validator };
}
