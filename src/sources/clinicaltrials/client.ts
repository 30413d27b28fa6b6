import type { Upstream, UpstreamCall } from "../../upstream/index.js";
import { UpstreamError } from "../../upstream/index.js";
import { COUNT_FIELDS, FACET_FIELDS, RECORD_FIELDS } from "./fields.js";
import { parseCount, parseStudies, parseVersion, type StudiesPage } from "./parser.js";
import { type PageQuestion, type TrialQuestion, toQuery } from "./question.js";
import { parseTally, type Tally } from "./tally.js";

/** Studies by number, with the tag of the data set that they come from. */
export interface StudiesOfIds {
  /** Null when the data set is still the one that was named. */
  page: StudiesPage | null;
  etag: string | null;
}

/** The most studies that the registry puts on one page. */
export const LARGEST_SAMPLE = 1000;

/** The pause after a "slow down" that names none. */
const UNSAID_PAUSE_SECONDS = 5;

/** Questions to the ClinicalTrials.gov API, one method each. */
export class ClinicalTrialsClient {
  constructor(private readonly upstream: Upstream) {}

  /**
   * Studies by number. Numbers of merged registrations find the study that is left.
   * @param etag the tag of the data set that the copies at hand come from: it is one tag for all of the registry
   */
  fetchByIds(nctIds: readonly string[], etag: string | null, call: UpstreamCall): Promise<StudiesOfIds> {
    const query = { "filter.ids": nctIds.join(","), pageSize: String(nctIds.length), fields: RECORD_FIELDS };
    const headers = etag === null ? {} : { "if-none-match": etag };
    const request = { path: "/studies", query, headers, expect: "json" } as const;
    return this.upstream.ask(
      request,
      (answer) => ({
        page: answer.status === 304 ? null : this.pageOf(answer, nctIds.length),
        etag: answer.headers.etag ?? null,
      }),
      call,
    );
  }

  /** One page of a search with its whole records; the first one has the number of studies found. */
  fetchPage(question: PageQuestion, call: UpstreamCall): Promise<StudiesPage> {
    const position = question.token === null ? { countTotal: "true" } : { pageToken: question.token };
    const query = { ...toQuery(question), fields: RECORD_FIELDS, pageSize: String(question.size), ...position };
    return this.ask(query, parseStudies, call);
  }

  /** The number of studies that a question finds, with the smallest page there is. */
  fetchCount(question: TrialQuestion, call: UpstreamCall): Promise<number> {
    const query = { ...toQuery(question), fields: COUNT_FIELDS, pageSize: "1", countTotal: "true" };
    return this.ask(query, parseCount, call);
  }

  /** Counts of the words that facets are made of, over the first thousand studies that a question finds. */
  fetchTally(question: TrialQuestion, call: UpstreamCall): Promise<Tally> {
    const query = { ...toQuery(question), fields: FACET_FIELDS, pageSize: String(LARGEST_SAMPLE), countTotal: "true" };
    return this.ask(query, parseTally, call);
  }

  /** The version of the registry's data set. */
  fetchVersion(call: UpstreamCall): Promise<string> {
    const request = { path: "/version", expect: "json" } as const;
    return this.upstream.ask(request, (answer) => parseVersion(this.found(answer)), call);
  }

  // "Not found" for a single number means what it says, though the list itself answers with an empty page.
  private pageOf(answer: { status: number; text: string }, asked: number): StudiesPage {
    const none: StudiesPage = { trials: [], unreadable: 0, nextPageToken: null, totalCount: null };
    return answer.status === 404 && asked === 1 ? none : parseStudies(this.found(answer));
  }

  private ask<T>(query: Record<string, string>, read: (body: string) => T, call: UpstreamCall): Promise<T> {
    const request = { path: "/studies", query, expect: "json" } as const;
    return this.upstream.ask(request, (answer) => read(this.found(answer)), call);
  }

  // A list that is not there is a wrong base address or a moved service; it must not look like "no studies".
  private found(answer: { status: number; text: string }): string {
    if (answer.status >= 200 && answer.status < 300) return this.unthrottled(answer.text);
    throw new UpstreamError(this.upstream.source, "malformed", `answered ${answer.status}`);
  }

  // Gateways in front of a service say "slow down" with status 200 too, in a line of text or a small object.
  private unthrottled(text: string): string {
    const { source } = this.upstream;
    if (text.length > 1_000 || !/rate.?limit|too many requests/i.test(text) || text.includes('"studies"')) return text;
    throw new UpstreamError(source, "throttled", "a text about the rate of requests", {
      retryAfterSeconds: UNSAID_PAUSE_SECONDS,
    });
  }
}
