import { UnreadableAnswerError } from "../../upstream/index.js";

/**
 * The addresses of the pages that an answer of MedlinePlus Connect names, best first, without the marks by which
 * MedlinePlus counts where its readers come from. No match is an empty feed with status 200.
 * @throws UnreadableAnswerError when it is no feed
 */
export function parseConnectFeed(text: string): string[] {
  const feed = memberOf(JSON.parse(text), "feed");
  if (typeof feed !== "object" || feed === null) throw new UnreadableAnswerError("no feed");
  const addresses = listOf(memberOf(feed, "entry")).flatMap((entry) => {
    const [href] = listOf(memberOf(entry, "link")).flatMap((link) => memberOf(link, "href") ?? []);
    return typeof href === "string" && URL.canParse(href) ? [withoutMarks(href)] : [];
  });
  return [...new Set(addresses)];
}

function withoutMarks(href: string): string {
  const url = new URL(href);
  for (const name of [...url.searchParams.keys()]) if (name.startsWith("utm_")) url.searchParams.delete(name);
  return url.href;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Made from XML: what can be repeated is a list in today's answers, and was a single object in others. */
function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}
