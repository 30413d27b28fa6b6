import { type Answer, ask, type GalenError } from "./galen.ts";
import { ConditionDocument, RecruitingTrialsDocument, type RecruitingTrialsQuery } from "./generated.ts";

type Trial = NonNullable<RecruitingTrialsQuery["searchClinicalTrials"]>["nodes"][number];

const [slug = "asthma", url = "http://127.0.0.1:4000/graphql"] = process.argv.slice(2);
const missing: GalenError[] = [];

const { data, errors } = await ask(url, ConditionDocument, { slug });
missing.push(...errors);
const topic = data?.healthTopic;
say(topic ? `${topic.title} (${topic.url})` : `No topic has the slug "${slug}".`);
for (const article of topic?.journalArticles?.nodes ?? []) {
  if (article) say(`  read ${article.publishedOn ?? "undated"} ${article.title?.text ?? "(no title)"}`);
}
for (const { nctId, title, phases } of topic ? await recruitingTrials(topic.title) : []) {
  say(`  join ${nctId} ${title} [${phases.join(", ") || "no phase"}]`);
}
if (topic) say(`  ${topic.provenance.attribution}`);
// A source that is down costs its own fields: what there is was shown above.
for (const { message } of missing) say(`  missing: ${message}`);

/** All trials that recruit, page after page. */
async function recruitingTrials(condition: string): Promise<Trial[]> {
  const trials: Trial[] = [];
  let after: string | null = null;
  do {
    const answer: Answer<RecruitingTrialsQuery> = await ask(url, RecruitingTrialsDocument, {
      condition,
      first: 1,
      after,
    });
    missing.push(...answer.errors);
    const page = answer.data?.searchClinicalTrials;
    trials.push(...(page?.nodes ?? []));
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return trials;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
