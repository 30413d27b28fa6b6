import { type Fetched, type Held, type UpstreamCall, UpstreamError } from "../../upstream/index.js";
import type { ClinicalTrialsClient } from "./client.js";
import type { StudiesPage } from "./parser.js";
import type { ClinicalTrial } from "./types.js";

/** Fetches the studies with these numbers in one call. Numbers that are not in the map do not exist. */
export async function fetchTrials(
  client: ClinicalTrialsClient,
  nctIds: readonly string[],
  call: UpstreamCall,
  held: (nctId: string) => Held<ClinicalTrial> | undefined,
): Promise<Map<string, Fetched<ClinicalTrial>>> {
  const { page, etag } = await client.fetchByIds(nctIds, commonTag(nctIds, held), call);
  const validator = etag === null ? {} : { validator: etag };
  if (page === null) return new Map(nctIds.map((nctId) => [nctId, { unchanged: true, ...validator }]));
  return new Map(toFetched(nctIds, page, validator));
}

// The registry has one tag for its whole data set, so a batch can be asked for "if changed" only when the copies of all
// its studies bear the same one.
function commonTag(nctIds: readonly string[], held: (nctId: string) => Held<ClinicalTrial> | undefined): string | null {
  const [tag, ...others] = new Set(nctIds.map((nctId) => held(nctId)?.validator ?? null));
  return others.length === 0 ? (tag ?? null) : null;
}

// The order is not that of the request, duplicates come once, unknown numbers are left out, and a number that was
// merged into another finds that other study: so studies are matched by what they say of themselves, never by place.
function* toFetched(
  nctIds: readonly string[],
  page: StudiesPage,
  validator: { validator?: string },
): Generator<[string, Fetched<ClinicalTrial>]> {
  const found = new Map<string, ClinicalTrial>();
  for (const trial of page.trials) for (const alias of trial.aliases) found.set(alias, trial);
  for (const trial of page.trials) found.set(trial.nctId, trial);
  const doubt = doubtOf(nctIds, page);
  for (const nctId of nctIds) {
    const trial = found.get(nctId);
    if (trial) yield [nctId, { value: trial, ...validator }];
    else if (doubt) yield [nctId, { failed: new UpstreamError("clinicaltrials", "malformed", doubt) }];
  }
}

// Where a page has studies that nobody asked for, or that cannot be read, a study that is missing need not be unknown to
// the registry, and must not be remembered so.
function doubtOf(nctIds: readonly string[], page: StudiesPage): string | null {
  if (page.unreadable > 0) return `${page.unreadable} studies could not be read`;
  const asked = new Set(nctIds);
  const strangers = page.trials.filter((trial) => ![trial.nctId, ...trial.aliases].some((nctId) => asked.has(nctId)));
  return strangers.length > 0 ? `${strangers.length} studies were not asked for` : null;
}
