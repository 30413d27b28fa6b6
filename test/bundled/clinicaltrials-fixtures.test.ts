import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { findPiece } from "../../src/bundled/clinicaltrials/piece-tree.js";
import { FOLDER, type StudyShape } from "./clinicaltrials-service.js";

const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
const studies = new Map(
  names.map((name) => [
    name.slice(0, -".json".length),
    JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as StudyShape,
  ]),
);

/** Every member of a study with its dotted path, list positions left out. */
function* members(value: unknown, path: string): Generator<{ path: string; value: unknown }> {
  if (path !== "") yield { path, value };
  if (Array.isArray(value)) for (const item of value) yield* members(item, path);
  else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) yield* members(member, path === "" ? key : `${path}.${key}`);
  }
}

const isEmpty = (value: unknown) =>
  value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

describe("the sample trials", () => {
  it("are at least 82, each in a file of its own number", () => {
    expect(studies.size).toBeGreaterThanOrEqual(82);
    for (const [name, study] of studies) expect(study.protocolSection.identificationModule.nctId).toBe(name);
  });

  it("hold no null, no empty text, list or object, and no member that the data model does not have", () => {
    const faults = [...studies].flatMap(([name, study]) =>
      [...members(study, "")]
        .filter(({ path, value }) => isEmpty(value) || findPiece(path) === undefined)
        .map(({ path }) => `${name} ${path}`),
    );
    expect(faults).toEqual([]);
  });

  it("keep their members in the order of the data model", () => {
    const faults = [...studies].flatMap(([name, study]) =>
      [...members(study, "")]
        .filter(({ value }) => typeof value === "object" && !Array.isArray(value))
        .filter(({ path, value }) => {
          const order = findPiece(path)?.children.map((child) => child.name) ?? [];
          const keys = Object.keys(value as object);
          return keys.join() !== keys.toSorted((one, other) => order.indexOf(one) - order.indexOf(other)).join();
        })
        .map(({ path }) => `${name} ${path}`),
    );
    expect(faults).toEqual([]);
  });

  it("have results exactly where they say so, and a last known status exactly where the status is unknown", () => {
    for (const [name, study] of studies) {
      const status = study.protocolSection.statusModule;
      expect([name, "resultsSection" in study]).toEqual([name, study.hasResults]);
      expect([name, status?.lastKnownStatus !== undefined]).toEqual([name, status?.overallStatus === "UNKNOWN"]);
    }
  });

  it("have every overall status", () => {
    const statuses = new Set([...studies.values()].map((study) => study.protocolSection.statusModule?.overallStatus));
    expect(statuses.size).toBe(14);
  });
});

describe("the table of traits", () => {
  const readme = readFileSync(join(FOLDER, "README.md"), "utf8");
  const study = (nctId: string) => studies.get(nctId)?.protocolSection;

  it("names only studies that are there", () => {
    const rows = readme.split("\n").filter((line) => line.startsWith("| ") && line.includes("NCT"));
    const named = rows.map((row) => row.split("|").at(-2) ?? "").flatMap((cell) => cell.match(/NCT\d{8}/g) ?? []);
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((nctId) => !studies.has(nctId))).toEqual([]);
  });

  it("is right about the studies at the edge", () => {
    expect(study("NCT09900032")?.contactsLocationsModule?.locations).toHaveLength(400);
    expect(study("NCT09900054")?.conditionsModule?.conditions).toHaveLength(60);
    expect(study("NCT09900062")?.contactsLocationsModule).toBeUndefined();
    expect(study("NCT00126997")?.contactsLocationsModule?.locations?.[0]).toEqual({
      city: "Bissau",
      country: "Guinea-Bissau",
    });
    expect(study("NCT00052078")?.statusModule?.startDateStruct).toEqual({ date: "2002-12" });
    expect(study("NCT09900055")?.referencesModule?.references?.map((each) => each.pmid !== undefined)).toEqual([
      true,
      false,
    ]);
    expect(study("NCT09900055")?.referencesModule?.references?.[0]?.retractions).toHaveLength(1);
    expect(Object.keys(study("NCT09900065") ?? {})).not.toContain("conditionsModule");
  });
});

describe("the links to the other sample data", () => {
  const concordance = JSON.parse(readFileSync(resolve("fixtures/concordance.json"), "utf8")) as {
    topics: { slug: string; nctIds: string[] }[];
    crossLinks: { trialToArticles: Record<string, string[]> };
  };

  it("lead from every topic to trials that are there", () => {
    expect(concordance.topics.flatMap((topic) => topic.nctIds).filter((nctId) => !studies.has(nctId))).toEqual([]);
  });

  it("are in the references of the trials", () => {
    const missing = Object.entries(concordance.crossLinks.trialToArticles).flatMap(([nctId, pmids]) => {
      const given = studies
        .get(nctId)
        ?.protocolSection.referencesModule?.references?.map((reference) => reference.pmid);
      return pmids.filter((pmid) => !given?.includes(pmid)).map((pmid) => `${nctId} ${pmid}`);
    });
    expect(missing).toEqual([]);
  });
});
