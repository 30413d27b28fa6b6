import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import { Language } from "../../src/content/index.js";
import { createClinicalTrials } from "../../src/sources/clinicaltrials/index.js";
import { createEncyclopedia } from "../../src/sources/encyclopedia/index.js";
import { CodeSystem } from "../../src/sources/medlineplus/code-system.js";
import { Connect } from "../../src/sources/medlineplus/connect.js";
import { createMedlinePlus } from "../../src/sources/medlineplus/index.js";
import { createPubmed } from "../../src/sources/pubmed/index.js";
import { UpstreamError } from "../../src/upstream/index.js";
import { describeSourceContract } from "../support/source-contract.js";

const folder = mkdtempSync(join(tmpdir(), "galen-contract-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeSourceContract({
  source: "pubmed",
  type: "text/xml",
  document:
    "<?xml version='1.0'?><PubmedArticleSet><PubmedArticle><MedlineCitation/></PubmedArticle></PubmedArticleSet>",
  create: (platform, baseUrl) => {
    const pubmed = createPubmed(platform, { baseUrl, apiKey: null, contactEmail: null, toolName: "galen" });
    return { ask: async (call) => pubmed.load("12345", call), health: pubmed.health, close: pubmed.close };
  },
});

describeSourceContract({
  source: "clinicaltrials",
  type: "application/json",
  document: JSON.stringify({ studies: [], totalCount: 0, nextPageToken: "a token of some length" }),
  create: (platform, baseUrl) => {
    const trials = createClinicalTrials(platform, { baseUrl });
    return { ask: async (call) => trials.load("NCT01234567", call), health: trials.health, close: trials.close };
  },
});

describeSourceContract({
  source: "encyclopedia",
  type: "text/html",
  document: "<!doctype html><html><head><title>Another page</title></head><body><p>Not the article.</p></body></html>",
  create: (platform, baseUrl) => {
    const encyclopedia = createEncyclopedia(platform, { baseUrl, text: "full", license: "sample" });
    return {
      ask: async (call) => encyclopedia.load("article/000001", Language.ENGLISH, call),
      health: () => encyclopedia.health(),
      close: () => encyclopedia.close(),
    };
  },
});

describeSourceContract({
  source: "medlineplus-connect",
  type: "application/json",
  document: JSON.stringify({ feed: { entry: [], title: { _value: "a feed of some length" } } }),
  create: (platform, url) => {
    const connect = new Connect(platform, url);
    const question = { system: CodeSystem.ICD_10_CM, code: "J45", language: Language.ENGLISH };
    return {
      ask: (call) => connect.pages(question, call),
      health: () => connect.health(),
      close: () => connect.close(),
    };
  },
});

// The topics come in one file that is fetched behind: a question fails because they are not there, and why they are
// not is in the source's health.
describeSourceContract({
  source: "medlineplus",
  stepMs: 50,
  type: "text/xml",
  document: `<?xml version="1.0"?><health-topics total="0" date-generated="11/20/2026 02:30:35"></health-topics>`,
  create: (platform, baseUrl) => {
    const settings = { baseUrl, connectUrl: `${baseUrl}/service`, dataFolder: mkdtempSync(join(folder, "data-")) };
    const medlineplus = createMedlinePlus(platform, settings);
    let started: Promise<void> | null = null;
    const health = () => {
      const [topics] = medlineplus.health();
      if (!topics) throw new Error("The topics have no health.");
      return topics;
    };
    return {
      ask: async (call) => {
        started ??= medlineplus.start();
        await started;
        while (health().lastError === null) await platform.clock.sleep(1_000);
        if (call.signal.aborted) throw new UpstreamError("medlineplus", "timeout", "gone");
        return medlineplus.byId("1", call);
      },
      health,
      close: () => medlineplus.close(),
    };
  },
});
