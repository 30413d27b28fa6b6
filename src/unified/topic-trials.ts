import type { GraphQLResolveInfo } from "graphql";
import { JoinRule } from "../content/index.js";
import {
  type ClinicalTrialConnection,
  connectionOfSearch,
  type PageArguments,
  questionOfSavedSearch,
  type TrialQuestion,
} from "../sources/clinicaltrials/index.js";
import { type HealthTopic, TopicLinkKind, targetAt } from "../sources/medlineplus/index.js";
import type { Eventual } from "../upstream/index.js";
import type { UnifiedContext } from "./context.js";
import { headingsOf } from "./topic-articles.js";

/** The statuses that MedlinePlus's own links ask for: `status:not rec`, not yet recruiting and recruiting. */
const OPEN = ["NOT_YET_RECRUITING", "RECRUITING"];

/**
 * Trials about a topic: those that the saved searches of its page find, all of them as one question; else open ones of
 * its MeSH headings; else open ones of its title.
 */
export function trialsOfTopic(
  topic: HealthTopic,
  page: PageArguments,
  context: UnifiedContext,
  info: GraphQLResolveInfo,
): Eventual<ClinicalTrialConnection> {
  const { question, via } = questionOf(topic, context);
  return connectionOfSearch(question, page, { ...context, info, via });
}

/** Questions by topic: what follows from a topic's own links and headings is read once. */
const known = new WeakMap<HealthTopic, { question: TrialQuestion; via: JoinRule }>();

function questionOf(topic: HealthTopic, context: UnifiedContext): { question: TrialQuestion; via: JoinRule } {
  let found = known.get(topic);
  if (!found) {
    const { conditions, overallStatuses, via } = searchOf(topic, context);
    found = { question: questionOfSavedSearch({ conditions, overallStatuses }), via };
    // A topic without headings borrows those of its translation, which can change before it does.
    if (via === JoinRule.SAVED_SEARCH || topic.meshHeadings.length > 0) known.set(topic, found);
  }
  return found;
}

interface TrialSearch {
  conditions: string[];
  overallStatuses: string[];
  via: JoinRule;
}

function searchOf(topic: HealthTopic, context: UnifiedContext): TrialSearch {
  const saved = topic.links.flatMap(({ kind, url }) => (kind === TopicLinkKind.TRIAL_SEARCH ? [targetAt(url)] : []));
  const searches = saved.flatMap((target) => (target.kind === TopicLinkKind.TRIAL_SEARCH ? [target] : []));
  if (searches.length > 0) {
    const conditions = [...new Set(searches.flatMap((search) => search.conditions))];
    const everyStatus = searches.some((search) => search.overallStatuses.length === 0);
    const overallStatuses = everyStatus ? [] : [...new Set(searches.flatMap((search) => search.overallStatuses))];
    return { conditions, overallStatuses, via: JoinRule.SAVED_SEARCH };
  }
  const headings = headingsOf(topic, context);
  if (headings.length > 0) return { conditions: headings, overallStatuses: OPEN, via: JoinRule.MESH_DESCRIPTOR };
  return { conditions: [topic.title], overallStatuses: OPEN, via: JoinRule.TITLE_SEARCH };
}
