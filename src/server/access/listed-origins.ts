import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

const ALLOWED = "access-control-allow-origin";

/**
 * Has an answer say that it is for one origin instead of any, and that it differs by origin: a cache between here and the
 * browser would otherwise show it to pages of all others. To be called before anything of the answer is written.
 * @param origin of the page that asks, which is listed; undefined for a caller that is no page of another site
 */
export function answerOrigin(response: ServerResponse, origin: string | undefined): void {
  const writeHead = response.writeHead.bind(response) as (
    status: number,
    headers: OutgoingHttpHeaders,
  ) => ServerResponse;
  // What is set here is in the way of heads that were made for another caller.
  response.setHeader("vary", "origin");
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const headers = toRecord(rest.find((part) => typeof part === "object"));
    delete headers[ALLOWED];
    response.removeHeader(ALLOWED);
    if (origin !== undefined) headers[ALLOWED] = origin;
    const vary = headers.vary ?? response.getHeader("vary");
    headers.vary = /\borigin\b/i.test(String(vary)) ? String(vary) : `${vary}, origin`;
    return writeHead(status, headers);
  };
}

/** Header lines, flat or by name, by name in lower case. */
function toRecord(given: unknown): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  if (Array.isArray(given)) {
    for (let index = 0; index < given.length; index += 2)
      headers[String(given[index]).toLowerCase()] = given[index + 1];
  } else {
    for (const [name, value] of Object.entries(given ?? {})) headers[name.toLowerCase()] = value;
  }
  return headers;
}
