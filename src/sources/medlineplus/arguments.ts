import { badInput, quoted } from "../../content/index.js";
import { isOnMedlinePlus } from "./addresses.js";
import { normalized } from "./topic-index.js";

const LONGEST_QUERY = 200;

/** One of the three names of a topic, checked. */
export type TopicName = { slug: string } | { topicId: string } | { url: string };

/** @throws BAD_USER_INPUT unless exactly one name is given, and it is well formed */
export function toTopicName(given: { slug: string | null; topicId: string | null; url: string | null }): TopicName {
  const { slug, topicId, url } = given;
  if (slug !== null && topicId === null && url === null) return { slug: toSlug(slug) };
  const names = Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [name]));
  if (names.length !== 1) {
    const wrong = names.length === 0 ? "nothing names the topic" : `${names.join(" and ")} are given together`;
    throw badInput(names.at(-1) ?? "slug", wrong, "exactly one of slug, topicId and url");
  }
  return topicId === null ? { url: toMedlinePlusUrl(url ?? "") } : { topicId: toTopicId(topicId) };
}

function toSlug(slug: string): string {
  if (/^[a-z0-9_-]{1,100}$/i.test(slug)) return slug.toLowerCase();
  throw badInput("slug", `${quoted(slug)} is no slug`, "the last part of a topic page's address, such as miscarriage");
}

function toTopicId(topicId: string): string {
  if (/^[1-9]\d{0,8}$/.test(topicId)) return topicId;
  throw badInput("topicId", `${quoted(topicId)} is no topic number`, "1 to 9 digits, such as 122");
}

function toMedlinePlusUrl(url: string): string {
  if (url.length <= 500 && /^https?:/i.test(url) && isOnMedlinePlus(url)) return url;
  const right = "an address at MedlinePlus, such as https://medlineplus.gov/miscarriage.html";
  throw badInput("url", `${quoted(url)} is no address at MedlinePlus`, right);
}

/** @throws BAD_USER_INPUT unless it is a group's number */
export function toGroupId(group: string): string {
  if (/^[1-9]\d{0,5}$/.test(group)) return group;
  throw badInput(
    "group",
    `${quoted(group)} is no group number`,
    "the groupId of a group in healthTopicGroups, such as 31",
  );
}

/** What titles are compared with: accents and case do not count. */
export function toStartOfTitle(startsWith: string): string {
  const start = normalized(startsWith);
  if (start !== "" && startsWith.length <= 50) return start;
  throw badInput("startsWith", `${quoted(startsWith)} starts no title`, "1 to 50 characters with a letter or digit");
}

/** @throws BAD_USER_INPUT for text that is blank, or longer than any question anyone has put to a search box */
export function toSearchWords(text: string, argument: string): string {
  // Marks that are not seen stand inside words; everything else that is no text stands between them.
  const words = text
    .replace(/\p{Cf}+/gu, "")
    .replace(/[\p{C}\p{Z}\s]+/gu, " ")
    .trim();
  if (text.length <= LONGEST_QUERY && words !== "") return words;
  const wrong = words === "" ? "there is nothing to search for" : `it has ${text.length} characters`;
  throw badInput(argument, wrong, `1 to ${LONGEST_QUERY} characters`);
}
