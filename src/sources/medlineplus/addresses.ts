import { Language } from "../../content/index.js";

const HOME = "https://medlineplus.gov/";
const TOPIC_PAGE = /^https?:\/\/(?:www\.)?medlineplus\.gov\/(spanish\/)?([a-z0-9_-]+)\.html(?:[?#].*)?$/i;

/**
 * An address as it can be followed and compared, or null when it leads nowhere on the web.
 *
 * Files of all years name MedlinePlus's pages in one of two ways; the old host's paths are today's below another
 * prefix. Fragments of `/languages/` pages hold raw spaces, which browsers forgive and other programs do not.
 */
export function toAddress(raw: string | null | undefined): string | null {
  const text = (raw ?? "")
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[ "<>\\^`{|}]/g, encodeURIComponent);
  if (text === "") return null;
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(text)
    ? text
    : text.startsWith("//")
      ? `https:${text}`
      : onMedlinePlus(text);
  if (!/^https?:\/\//i.test(whole) || !URL.canParse(whole)) return null;
  return whole
    .replace(/^https?:\/\/(?:www\.)?nlm\.nih\.gov\/medlineplus(?:\/|$)/i, HOME)
    .replace(/^http:\/\/(?:www\.)?medlineplus\.gov(?:\/|$)/i, HOME);
}

function onMedlinePlus(path: string): string {
  return URL.canParse(path, HOME) ? new URL(path, HOME).href : "";
}

/** A page that is named by its place on MedlinePlus: a topic's, or a group's, which look alike. */
export interface TopicPage {
  slug: string;
  language: Language;
}

/** The page that an address in any of MedlinePlus's forms names, or null when it is no topic's. */
export function topicPageAt(url: string): TopicPage | null {
  return topicPageIn(toAddress(url) ?? "");
}

/** The same of an address as `toAddress` gives it. */
export function topicPageIn(address: string): TopicPage | null {
  const [, spanish, slug] = TOPIC_PAGE.exec(address) ?? [];
  if (slug === undefined) return null;
  return { slug: slug.toLowerCase(), language: spanish === undefined ? Language.ENGLISH : Language.SPANISH };
}

/** Whether an address is on MedlinePlus, whatever it names there. */
export function isOnMedlinePlus(url: string): boolean {
  return toAddress(url)?.startsWith(HOME) ?? false;
}
