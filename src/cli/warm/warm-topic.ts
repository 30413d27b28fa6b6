import { parse } from "graphql";
import { systemClock, UpstreamError } from "../../upstream/index.js";
import type { Inside } from "../inside.js";
import type { WarmTopic } from "./topics.js";

/** What a topic's page needs: the same lists that the committed operation TopicPage asks for. */
const DOCUMENT = parse(/* GraphQL */ `
  query WarmTopic($slug: String!, $language: Language!) {
    healthTopic(slug: $slug, language: $language) {
      encyclopediaArticles { reviewedOn }
      journalArticles(first: 10) { totalCount nodes { publishedOn } }
      clinicalTrials(first: 10) { totalCount nodes { overallStatus } }
    }
  }
`);

/** How long one attempt may take: it waits behind people for every turn at an upstream. */
const ATTEMPT_MS = 120_000;
const MOST_ATTEMPTS = 4;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Fetches what belongs to a topic, behind everybody else. A source that asks for patience gets it.
 * @returns why something could not be had; null when all is there
 * @throws the signal's reason when the work is ended
 */
export async function warmTopic(
  { ask }: Pick<Inside, "ask">,
  { slug, language }: WarmTopic,
  signal: AbortSignal,
): Promise<string | null> {
  for (let attempt = 1; ; attempt++) {
    const { errors = [] } = await ask(
      DOCUMENT,
      { slug, language },
      { deadlineMs: ATTEMPT_MS, priority: "background", signal },
    );
    signal.throwIfAborted();
    const [first] = errors;
    if (!first) return null;
    const cause = first.originalError;
    const isPassing = errors.some(({ originalError }) => passes(originalError));
    if (!isPassing || attempt === MOST_ATTEMPTS) {
      return cause instanceof UpstreamError ? `${cause.source}: ${cause.failure}` : first.message;
    }
    const pauseSeconds = (cause instanceof UpstreamError ? cause.retryAfterSeconds : null) ?? attempt;
    await systemClock.sleep(Math.min(LONGEST_PAUSE_MS, pauseSeconds * 1_000), signal);
  }
}

function passes(error: unknown): boolean {
  return error instanceof UpstreamError && error.failure !== "rejected" && error.failure !== "malformed";
}
