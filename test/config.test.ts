import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { describe, expect, it } from "@jest/globals";
import { ConfigError, readConfig, unknownVariables } from "../src/config.js";
import { variables } from "../src/config-variables.js";

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("Configuration", () => {
  it("suits a laptop when nothing is set: bundled sources on 127.0.0.1:4000", () => {
    const config = readConfig({});

    expect(config).toMatchObject({ sources: "bundled", host: "127.0.0.1", port: 4000, contactEmail: null });
    expect(config.upstreams).toEqual({
      medlineplus: null,
      medlineplusConnect: null,
      pubmed: null,
      clinicaltrials: null,
    });
    expect(config.encyclopedia).toMatchObject({ text: "full", license: "sample" });
    expect(config.dataFolder).toBe(`${homedir()}/.cache/galen/bundled`);
  });

  it("points live sources at the real hosts and shows only teasers of the licensed articles", () => {
    const config = readConfig({ GALEN_SOURCES: "live", GALEN_CONTACT_EMAIL: "ops@example.org" });

    expect(config.upstreams.pubmed).toBe("https://eutils.ncbi.nlm.nih.gov/entrez/eutils");
    expect(config.upstreams.medlineplusConnect).toBe("https://connect.medlineplus.gov/service");
    expect(config.encyclopedia).toMatchObject({ text: "teaser", license: "adam" });
    expect(config.dataFolder).toMatch(/\/live$/);
  });

  it("lets one upstream be pointed elsewhere in either mode, and drops a trailing slash", () => {
    const config = readConfig({ GALEN_PUBMED_URL: "http://127.0.0.1:9/eutils/" });

    expect(config.upstreams).toMatchObject({ pubmed: "http://127.0.0.1:9/eutils", medlineplus: null });
  });

  it("names every bad variable in one error", () => {
    const problems = problemsOf({
      GALEN_SOURCES: "moon",
      GALEN_PORT: "80a",
      GALEN_PUBMED_URL: "http://example.org/eutils",
      GALEN_CLINICALTRIALS_URL: "ftp://example.org",
      GALEN_GRAPHIQL: "yes",
      GALEN_CONTACT_EMAIL: "nobody",
      GALEN_MAX_DEPTH: "0",
      GALEN_REDIS_URL: "127.0.0.1",
    });

    expect(problems.map((problem) => problem.split(" ")[0]).sort()).toEqual([
      "GALEN_CLINICALTRIALS_URL",
      "GALEN_CONTACT_EMAIL",
      "GALEN_GRAPHIQL",
      "GALEN_MAX_DEPTH",
      "GALEN_PORT",
      "GALEN_PUBMED_URL",
      "GALEN_REDIS_URL",
      "GALEN_SOURCES",
    ]);
    expect(problems).toContain('GALEN_SOURCES must be one of bundled, live, not "moon"');
    expect(problems).toContain('GALEN_MAX_DEPTH must be a whole number from 1 to 100, not "0"');
  });

  it("requires a contact as soon as an upstream is a real host", () => {
    expect(problemsOf({ GALEN_SOURCES: "live" })).toEqual([expect.stringMatching(/^GALEN_CONTACT_EMAIL is required/)]);
    expect(problemsOf({ GALEN_PUBMED_URL: "https://example.org" })).toHaveLength(1);
    expect(problemsOf({ GALEN_PUBMED_URL: "http://localhost:1" })).toEqual([]);
  });

  it("takes addresses that are not https only for loopback, unless that is allowed", () => {
    const env = { GALEN_PUBMED_URL: "http://10.0.0.1/eutils", GALEN_CONTACT_EMAIL: "ops@example.org" };

    expect(problemsOf(env)).toEqual([expect.stringMatching(/^GALEN_PUBMED_URL must be https/)]);
    expect(problemsOf({ ...env, GALEN_ALLOW_HTTP: "true" })).toEqual([]);
    expect(problemsOf({ GALEN_PUBMED_URL: "http://[::1]:80" })).toEqual([]);
    expect(problemsOf({ GALEN_PUBMED_URL: "http://127.0.0.1.example.org" })).not.toEqual([]);
  });

  it("gives notice of its end where others can ask, unless it is told how long", () => {
    const noticeMs = (env: Record<string, string>): number => readConfig(env).stopNoticeMs;

    expect(noticeMs({})).toBe(0);
    expect(noticeMs({ GALEN_HOST: "::1" })).toBe(0);
    expect(noticeMs({ GALEN_HOST: "0.0.0.0" })).toBe(5_000);
    expect(noticeMs({ GALEN_HOST: "0.0.0.0", GALEN_STOP_NOTICE_SECONDS: "0" })).toBe(0);
    expect(noticeMs({ GALEN_STOP_NOTICE_SECONDS: "12" })).toBe(12_000);
    expect(problemsOf({ GALEN_STOP_NOTICE_SECONDS: "1.5" })).toEqual([
      'GALEN_STOP_NOTICE_SECONDS must be a whole number from 0 to 300, not "1.5"',
    ]);
  });

  it("never quotes a password", () => {
    const problems = problemsOf({
      GALEN_PUBMED_URL: "https://user:hunter2@example.org",
      GALEN_REDIS_URL: "http://user:hunter2@example.org",
    });

    expect(problems.length).toBeGreaterThanOrEqual(2);
    expect(problems.join()).not.toContain("hunter2");
  });

  it("reads an empty variable as unset", () => {
    expect(readConfig({ GALEN_PORT: "", GALEN_LOG_LEVEL: " " })).toMatchObject({ port: 4000, logLevel: "info" });
  });

  it("tells variables that are misspelt", () => {
    expect(unknownVariables({ GALEN_PROT: "1", GALEN_PORT: "1", HOME: "/" })).toEqual(["GALEN_PROT"]);
  });
});

describe("The table of variables", () => {
  it("has a default that its own reader accepts for every variable", () => {
    const env = Object.fromEntries(variables.map(({ name, default: text }) => [name, text ?? ""]));

    expect(problemsOf({ ...env, GALEN_CONTACT_EMAIL: "ops@example.org" })).toEqual([]);
  });

  it("is what .env.example offers", () => {
    const offered = readFileSync(".env.example", "utf8").match(/GALEN_\w+(?==)/g);

    expect(offered).toEqual(variables.map(({ name }) => name));
  });
});
