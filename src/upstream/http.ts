import type { Readable } from "node:stream";
import { Agent, type Dispatcher, request as send } from "undici";
import { UpstreamError } from "./errors.js";
import { toUpstreamError } from "./http-errors.js";

/** What a body must look like before a parser sees it. */
export type Expectation = "json" | "xml" | "html" | "text";

export interface UpstreamRequest {
  /** Appended to the base address; ids in it are already encoded. */
  path: string;
  query?: Readonly<Record<string, string>>;
  /** When present, the request is a POST of this form. A list is one name given several times. */
  form?: Readonly<Record<string, string | readonly string[]>>;
  headers?: Readonly<Record<string, string>>;
  expect: Expectation;
}

/** The head of an answer whose status is 2xx, 304 or 404. */
export interface AnswerHead {
  status: number;
  headers: Readonly<Record<string, string>>;
}

export interface StreamedAnswer extends AnswerHead {
  /** As it was sent, which may be compressed. */
  body: Readable;
}

export interface HttpOptions {
  source: string;
  /** Without a trailing slash. */
  baseUrl: string;
  connections: number;
  userAgent: string;
}

const MOST_REDIRECTS = 3;
const LARGEST_HEADERS = 64 * 1024;
const CONNECT_TIMEOUT_MS = 4_000;

/** One attempt at a time over a connection pool of this source's own. */
export class Http {
  private readonly agent: Agent;
  private readonly base: URL;

  constructor(private readonly options: HttpOptions) {
    this.base = new URL(options.baseUrl);
    // Deadlines cover the whole exchange and are set per call, so the pool's own per-phase timeouts are off.
    this.agent = new Agent({
      connections: options.connections,
      pipelining: 1,
      keepAliveTimeout: 4_000,
      // Whatever the server offers, an idle source holds no sockets for long.
      keepAliveMaxTimeout: 8_000,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: LARGEST_HEADERS,
      connect: { timeout: CONNECT_TIMEOUT_MS },
    });
  }

  /**
   * Sends a request and gives the answer's head and its body, following at most three redirects that stay on
   * the host.
   * @throws UpstreamError for a connection that failed, a status that is no answer, and a redirect that leads away
   */
  async open(request: UpstreamRequest, signal: AbortSignal): Promise<StreamedAnswer> {
    let url = new URL(this.options.baseUrl + request.path);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.append(name, value);
    for (let hop = 0; ; hop++) {
      const response = await this.exchange(url, request, signal);
      const location = redirectOf(response);
      if (location === null) return this.answerOf(response);
      response.body.on("error", () => undefined).destroy();
      if (hop >= MOST_REDIRECTS || request.form) throw this.malformed("redirects without end");
      url = this.redirected(location, url);
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async exchange(url: URL, request: UpstreamRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const form = request.form && encodeForm(request.form);
    try {
      return await send(url.href, {
        dispatcher: this.agent,
        method: form === undefined ? "GET" : "POST",
        headers: {
          "user-agent": this.options.userAgent,
          "accept-encoding": "gzip, deflate, br",
          ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
          ...request.headers,
        },
        body: form ?? null,
        signal,
      });
    } catch (error) {
      throw toUpstreamError(this.options.source, error, signal);
    }
  }

  private answerOf(response: Dispatcher.ResponseData): StreamedAnswer {
    const headers = flatten(response.headers);
    const status = response.statusCode;
    if ((status < 200 || status > 299) && status !== 304 && status !== 404) {
      response.body.on("error", () => undefined).destroy();
      throw refusal(this.options.source, status, headers);
    }
    return { status, headers, body: response.body };
  }

  private redirected(location: string, from: URL): URL {
    const to = URL.parse(location, from.href);
    if (to && !to.username && !to.password && (to.origin === this.base.origin || this.isSecureTwin(to))) return to;
    throw this.malformed("redirects to another host");
  }

  /** The same host's https, each on its usual port. */
  private isSecureTwin(to: URL): boolean {
    const { protocol, hostname, port } = this.base;
    return (
      protocol === "http:" && to.protocol === "https:" && to.hostname === hostname && port === "" && to.port === ""
    );
  }

  private malformed(message: string): UpstreamError {
    return new UpstreamError(this.options.source, "malformed", message);
  }
}

function redirectOf(response: Dispatcher.ResponseData): string | null {
  const { statusCode: status, headers } = response;
  const location = headers.location;
  return [301, 302, 303, 307, 308].includes(status) && typeof location === "string" ? location : null;
}

function flatten(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  return flat;
}

function refusal(source: string, status: number, headers: Readonly<Record<string, string>>): UpstreamError {
  // An upstream's date is measured by the upstream's own clock: ours may be wrong, and may jump.
  const sentAt = Date.parse(headers.date ?? "");
  const retryAfter = retryAfterSeconds(headers["retry-after"], Number.isNaN(sentAt) ? Date.now() : sentAt);
  if (status === 429 || (status === 503 && headers["retry-after"] !== undefined))
    return new UpstreamError(source, "throttled", `status ${status}`, { retryAfterSeconds: retryAfter });
  if (status >= 500) return new UpstreamError(source, "unavailable", `status ${status}`);
  return new UpstreamError(source, "rejected", `status ${status}`);
}

/** NCBI's own pause; used where an upstream says "too many" without saying for how long. */
const UNSAID_SECONDS = 2;
/** A pause that cannot be read is taken as a long one: asking again soon may be what gets the operator blocked. */
const UNREADABLE_SECONDS = 60;
const LONGEST_SECONDS = 3_600;

/** What `Date.parse` accepts beyond dates of HTTP ("-5", "1.5") is no date that an upstream meant. */
const HTTP_DATE = /^[A-Za-z]{3,9},? /;

/**
 * The pause that a Retry-After header asks for: seconds, or a date (RFC 9110, section 10.2.3).
 * @param now when the answer was sent, milliseconds since the epoch
 */
export function retryAfterSeconds(header: string | undefined, now: number): number {
  const text = header?.trim() ?? "";
  if (text === "") return UNSAID_SECONDS;
  const until = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  const seconds = /^\d+$/.test(text) ? Number(text) : (until - now) / 1000;
  return Number.isNaN(seconds) ? UNREADABLE_SECONDS : Math.min(LONGEST_SECONDS, Math.max(1, Math.ceil(seconds)));
}

function encodeForm(form: NonNullable<UpstreamRequest["form"]>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) parameters.append(name, one);
  return parameters.toString();
}
