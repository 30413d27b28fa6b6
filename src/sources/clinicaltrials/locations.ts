import { sliceList } from "../../content/index.js";
import { distanceKm, type NearInput, type Point, toGeoFilter } from "./arguments/place.js";
import type { ClinicalTrial, TrialLocation, TrialLocationConnection } from "./types.js";

/**
 * A page of a study's sites: as registered, or nearest first. With hundreds of sites the one that matters is rarely among
 * the first.
 * @throws BAD_USER_INPUT for a page size out of range, a foreign cursor, and a point that is not on Earth
 */
export function toLocationConnection(
  trial: ClinicalTrial,
  { first, after, near }: { first: number; after: string | null; near: NearInput | null },
): TrialLocationConnection {
  const sites = near ? nearestFirst(trial.allLocations, near) : trial.allLocations.map(siteWithoutDistance);
  const question = ["locations", trial.nctId, near && toGeoFilter(near, "near")];
  const { items, cursors, pageInfo } = sliceList(sites, question, first, after);
  return {
    nodes: items.map(({ node }) => node),
    edges: items.map((site, index) => ({ ...site, cursor: cursors[index] ?? "" })),
    pageInfo,
    totalCount: sites.length,
  };
}

interface Site {
  node: TrialLocation;
  distanceKm: number | null;
}

function siteWithoutDistance(node: TrialLocation): Site {
  return { node, distanceKm: null };
}

function nearestFirst(locations: readonly TrialLocation[], near: NearInput): Site[] {
  const farthest = near.radiusKm;
  return locations
    .map((node): Site => ({ node, distanceKm: distanceTo(node, near) }))
    .filter((site) => site.distanceKm !== null && site.distanceKm <= farthest)
    .sort((a, b) => (a.distanceKm ?? 0) - (b.distanceKm ?? 0));
}

function distanceTo({ latitude, longitude }: TrialLocation, near: Point): number | null {
  return latitude === null || longitude === null ? null : distanceKm(near, { latitude, longitude });
}
