import { resolve } from "node:path";
import { clinicalTrialsHandler } from "../../src/bundled/clinicaltrials.js";
import { type BundledServer, listenBundled } from "../../src/bundled/http.js";

export const FOLDER = resolve("fixtures/clinicaltrials");

/** A study as far as the tests look into it. */
export interface StudyShape {
  protocolSection: {
    identificationModule: { nctId: string; briefTitle?: string };
    statusModule?: { overallStatus: string; lastKnownStatus?: string; startDateStruct?: { date: string } };
    conditionsModule?: { conditions: string[] };
    designModule?: { enrollmentInfo?: { count: number } };
    contactsLocationsModule?: { locations?: Record<string, unknown>[] };
    referencesModule?: { references?: { pmid?: string; retractions?: unknown[] }[] };
  };
  hasResults?: boolean;
}

export interface PageShape {
  totalCount?: number;
  studies: StudyShape[];
  nextPageToken?: string;
}

/** Serves the sample trials as the product does. */
export async function serveTrials(): Promise<BundledServer> {
  const { handler } = await clinicalTrialsHandler(FOLDER, () => new Date("2026-09-01T00:00:00Z"));
  return listenBundled("ClinicalTrials.gov", handler, { basePath: "/api/v2" });
}

/** Asks an address with the given parameters, without following redirects. */
export function ask(server: BundledServer, path: string, params: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}${path}?${new URLSearchParams(params)}`, { redirect: "manual" });
}

export async function page(server: BundledServer, params: Record<string, string>): Promise<PageShape> {
  const response = await ask(server, "/studies", params);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text) as PageShape;
}

/** The NCT numbers of all studies that match, in the order of the answer. */
export async function find(server: BundledServer, params: Record<string, string>): Promise<string[]> {
  const { studies } = await page(server, { pageSize: "1000", fields: "NCTId", ...params });
  return studies.map((study) => study.protocolSection.identificationModule.nctId);
}
