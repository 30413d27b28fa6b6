import type { TopicCard } from "./snapshot-format.js";
import { normalized } from "./topic-index.js";

/** A title or other name that starts as the prefix does. */
export interface SuggestedName {
  text: string;
  card: TopicCard;
}

/**
 * What a search box may offer while its user types: titles first, then other names; those that start with the prefix
 * before those of which a later word does. One line per topic.
 */
export function suggestNames(cards: readonly TopicCard[], prefix: string, most: number): SuggestedName[] {
  const start = normalized(prefix);
  if (start === "") return [];
  const tiers: SuggestedName[][] = [[], [], [], []];
  for (const card of cards) {
    const best = [card.title, ...card.names]
      .map((text, place) => ({ text, card, tier: tierOf(normalized(text), start, place === 0) }))
      .reduce((one, other) => (other.tier < one.tier ? other : one));
    tiers[best.tier]?.push({ text: best.text, card });
  }
  return tiers.flat().slice(0, most);
}

function tierOf(name: string, start: string, isTitle: boolean): number {
  if (name.startsWith(start)) return isTitle ? 0 : 2;
  if (name.includes(` ${start}`)) return isTitle ? 1 : 3;
  return 4;
}
