import { Agent, type Dispatcher, request as send } from "undici";
import type { Ending } from "./ending.js";
import { UpstreamError } from "./errors.js";
import { type AnswerHead, flatten, isAnswer, type StreamedAnswer, type WholeAnswer } from "./http-answer.js";
import { toUpstreamError } from "./http-errors.js";
import { readWhole, TooLargeError } from "./read-whole.js";

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

export interface HttpOptions {
  source: string;
  /** Without a trailing slash. */
  baseUrl: string;
  connections: number;
  userAgent: string;
}

interface Target {
  origin: string;
  path: string;
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
   * Sends a request and reads the answer whole, following at most three redirects that stay on the host.
   * @param maxBytes most bytes of the body as it is sent
   * @throws UpstreamError for a connection that failed, a body that is too large, a status that is no answer, and a
   * redirect that leads away
   */
  fetch(request: UpstreamRequest, ending: Ending, maxBytes: number): Promise<WholeAnswer> {
    return this.followed(request, async (target) => {
      try {
        return await readWhole(this.agent, { ...target, ...this.messageOf(request) }, ending, maxBytes);
      } catch (error) {
        if (error instanceof TooLargeError) throw this.malformed(`body over ${maxBytes} bytes`);
        throw toUpstreamError(this.options.source, error, ending);
      }
    });
  }

  /** The same, but gives the body as it comes. */
  open(request: UpstreamRequest, ending: Ending): Promise<StreamedAnswer> {
    return this.followed(request, async ({ origin, path }) => {
      try {
        const options = { dispatcher: this.agent, signal: ending.signal, ...this.messageOf(request) };
        const { statusCode, headers, body } = await send(origin + path, options);
        if (!isAnswer(statusCode)) body.on("error", () => undefined).destroy();
        return { status: statusCode, headers: flatten(headers), body };
      } catch (error) {
        throw toUpstreamError(this.options.source, error, ending);
      }
    });
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  /** @param exchange sends the request to one address; what is no answer it lets go of by itself */
  private async followed<A extends AnswerHead>(
    request: UpstreamRequest,
    exchange: (target: Target) => Promise<A>,
  ): Promise<A> {
    let target = this.targetOf(request);
    for (let hop = 0; ; hop++) {
      const answer = await exchange(target);
      if (isAnswer(answer.status)) return answer;
      const location = redirectOf(answer);
      if (location === null) throw refusal(this.options.source, answer);
      if (hop >= MOST_REDIRECTS || request.form) throw this.malformed("redirects without end");
      target = this.redirected(location, target);
    }
  }

  private targetOf({ path, query }: UpstreamRequest): Target {
    const { origin, pathname } = this.base;
    const search = query === undefined ? "" : `?${new URLSearchParams(query)}`;
    return { origin, path: ((pathname === "/" ? "" : pathname) + path || "/") + search };
  }

  private messageOf({ form, headers }: UpstreamRequest) {
    const body = form === undefined ? null : encodeForm(form);
    const method: Dispatcher.HttpMethod = body === null ? "GET" : "POST";
    return {
      method,
      headers: {
        "user-agent": this.options.userAgent,
        "accept-encoding": "gzip, deflate, br",
        ...(body !== null && { "content-type": "application/x-www-form-urlencoded" }),
        ...headers,
      },
      body,
    };
  }

  private redirected(location: string, from: Target): Target {
    const to = URL.parse(location, from.origin + from.path);
    if (to && !to.username && !to.password && (to.origin === this.base.origin || this.isSecureTwin(to)))
      return { origin: to.origin, path: to.pathname + to.search };
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

function redirectOf({ status, headers }: AnswerHead): string | null {
  return [301, 302, 303, 307, 308].includes(status) ? (headers.location ?? null) : null;
}

function refusal(source: string, { status, headers }: AnswerHead): UpstreamError {
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
