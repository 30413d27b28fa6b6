import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { plainMarkdown } from "../../../src/sources/clinicaltrials/parser/plain-markdown.js";
import { toClinicalTrial, toPart } from "../../../src/sources/clinicaltrials/parser.js";

const FOLDER = join(process.cwd(), "../shared/samples/clinicaltrials");
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".json")) : [];

/** What the schema does not have: results, housekeeping of the registry, and parts that it has dropped since. */
const NOT_IN_SCHEMA =
  /^resultsSection|^annotationSection|SubmitDate|SubmitQcDate|PostDateStruct\.type|browseLeaves|browseBranches|modelPredictions|orgStudyIdInfo\.(type|link)|submissionTracking|largeDocs\.(typeAbbrev|uploadDate|filename)|noSap|removedCountries|meshes\.id|ancestors\.id/;

function* leavesOf(value: unknown, path: string): Generator<[string, unknown]> {
  if (Array.isArray(value)) for (const item of value) yield* leavesOf(item, path);
  else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) yield* leavesOf(member, path ? `${path}.${name}` : name);
  } else yield [path, value];
}

const samples = files.flatMap((name) => {
  const body = JSON.parse(readFileSync(join(FOLDER, name), "utf8"));
  const studies: unknown[] = Array.isArray(body.studies) ? body.studies : [body];
  return studies.map((study, index): [string, unknown] => [`${name} #${index + 1}`, study]);
});

const tests = samples.length > 0 ? describe : describe.skip;

tests("recorded studies", () => {
  it.each(samples.length > 0 ? samples : [["none", {}]])("%s loses no field that the schema has", (_, study) => {
    const part = toPart(study);
    const trial = part && toClinicalTrial(part);
    const kept = new Set([...leavesOf(trial, "")].map(([, value]) => value));

    const lost = [...leavesOf(study, "")].filter(([path, value]) => {
      if (NOT_IN_SCHEMA.test(path) || /bmiLimits|maxBmi|minBmi/.test(path)) return false;
      const text = typeof value === "string" ? value.trim() : value;
      return !kept.has(text) && !(typeof text === "string" && kept.has(plainMarkdown(text)));
    });

    expect(trial?.nctId).toMatch(/^NCT\d{8}$/);
    expect(lost).toEqual([]);
  });
});
