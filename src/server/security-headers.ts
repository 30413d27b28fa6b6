/** Nothing in an answer of the API may run, frame or be framed; any site may read it: it is public. */
export const API_HEADERS: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "age, etag, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "cross-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/**
 * GraphiQL runs from this server's own files and talks to this server alone. Its editor sets styles from script, so
 * inline styles are allowed; inline scripts are not.
 */
export const GRAPHIQL_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** The answer to a browser that asks whether another site's page may send a request. */
export const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  ...API_HEADERS,
  "access-control-allow-headers":
    "authorization, content-type, traceparent, x-api-key, x-galen-explain, x-galen-report",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-max-age": "86400",
};
