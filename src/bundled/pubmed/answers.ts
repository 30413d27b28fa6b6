import type { BundledAnswer } from "../http.js";

/** A tool's question: its parameters, and whether the caller named a key. */
export type Tool = (params: URLSearchParams) => BundledAnswer;

/** The headers of every good answer. There is no ETag and no Last-Modified: the service offers no validators. */
const USUAL = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "X-RateLimit-Limit,X-RateLimit-Remaining",
  "cache-control": "private",
  "content-security-policy": "upgrade-insecure-requests",
  "referrer-policy": "origin-when-cross-origin",
  server: "Finatra",
  "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
  "x-ua-compatible": "IE=Edge",
  "x-xss-protection": "1; mode=block",
};

export function xmlAnswer(body: string | Buffer, status = 200): BundledAnswer {
  return { status, headers: { ...USUAL, "content-type": "text/xml; charset=UTF-8" }, body };
}

export function textAnswer(body: string | Buffer, status = 200): BundledAnswer {
  return { status, headers: { ...USUAL, "content-type": "text/plain; charset=UTF-8" }, body };
}

export function jsonText(body: string, status = 200): BundledAnswer {
  return { status, headers: { ...USUAL, "content-type": "application/json; charset=UTF-8" }, body };
}

/** JSON with the envelope's header in front and the line feed behind that the service sends. */
export function jsonAnswer(type: string, body: Record<string, unknown>): BundledAnswer {
  return jsonText(`${JSON.stringify({ header: { type, version: "0.3" }, ...body })}\n`);
}

export function htmlError(status: number, title: string): BundledAnswer {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { "content-type": "text/html; charset=UTF-8" }, body };
}

/** The first lines of an XML answer; `date` is the day of the tool's document type. */
export function documentType(root: string, tool: string, date: string): string {
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE ${root} PUBLIC "-//NLM//DTD ${tool} ${date}//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/${date}/${tool}.dtd">\n`;
}

/** A whole number from a parameter; the fallback for anything that is not one. */
export function wholeNumber(text: string | null, fallback: number): number {
  return text !== null && /^\s*\d+\s*$/.test(text) ? Number(text) : fallback;
}

export const wantsJson = (params: URLSearchParams): boolean => params.get("retmode")?.toLowerCase() === "json";
