import { Language } from "../../content/index.js";
import type { TopicLink } from "./link-types.js";
import { TopicSectionKind } from "./link-words.js";
import { isBookkeeping, SECTION_PLANS, sectionPlanOf } from "./section-plan.js";
import type { TopicSection } from "./section-types.js";

const PLACE = new Map(SECTION_PLANS.map((plan, place) => [plan.kind, place]));

/**
 * Sorts a topic's links into the sections of its page, in the page's order. A category that is not known keeps its own
 * name and comes last, so that a section that MedlinePlus adds is shown on the day it appears.
 */
export function toSections(links: readonly TopicLink[], language: Language): TopicSection[] {
  const sections = new Map<string, TopicSection>();
  for (const link of links) {
    for (const category of link.categories) {
      if (isBookkeeping(category)) continue;
      const section = emptySection(category, language);
      const key = section.block === null ? `other ${category}` : section.kind;
      const held = sections.get(key) ?? section;
      sections.set(key, held);
      // Two categories of one link can lead to the same section: it is listed there once.
      if (held.links.at(-1) !== link) held.links.push(link);
    }
  }
  return [...sections.values()].sort((one, other) => placeOf(one) - placeOf(other));
}

function emptySection(category: string, language: Language): TopicSection {
  const plan = sectionPlanOf(category);
  if (!plan) return { heading: category, block: null, kind: TopicSectionKind.OTHER, category, links: [] };
  const heading = language === Language.SPANISH ? plan.spanish : plan.english;
  return { heading, block: plan.block, kind: plan.kind, category, links: [] };
}

function placeOf(section: TopicSection): number {
  return PLACE.get(section.kind) ?? SECTION_PLANS.length;
}
