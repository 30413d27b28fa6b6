import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ExecutionResult, type GraphQLSchema, graphql } from "graphql";
import { buildSchema, type NonEmptyArray } from "type-graphql";
import { type BundledSources, startBundledSources } from "../../src/bundled/index.js";
import { CLINICAL_TRIALS_RESOLVERS, createClinicalTrials } from "../../src/sources/clinicaltrials/index.js";
import { createEncyclopedia, EncyclopediaResolver } from "../../src/sources/encyclopedia/index.js";
import { createMedlinePlus, medlineplusResolvers } from "../../src/sources/medlineplus/index.js";
import { createPubmed, pubmedResolvers } from "../../src/sources/pubmed/index.js";
import { subgraphResolvers, unifiedResolvers } from "../../src/unified/index.js";
import { type Clock, createCall, type Report, systemClock } from "../../src/upstream/index.js";
import { testPlatform } from "./platform.js";

export interface Answer {
  data: Record<string, unknown> | null;
  errors: readonly { message: string; path?: readonly (string | number)[]; extensions: Record<string, unknown> }[];
  report: Report;
  /** Upstream calls that the question caused, as method and path, oldest first. */
  calls: string[];
}

/** All four sources on their bundled servers, asked without an HTTP server in front. */
export interface Asking {
  schema: GraphQLSchema;
  /** What resolvers find in their context beside the call. */
  sources: object;
  bundled: BundledSources;
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** How many calls the bundled servers have seen in all. */
  callCount(): number;
  close(): Promise<void>;
}

const FIXTURES = join(import.meta.dirname, "../../fixtures");

export async function startAsking(options: { clock?: Clock; fixtures?: string } = {}): Promise<Asking> {
  const clock = options.clock ?? systemClock;
  const folder = mkdtempSync(join(tmpdir(), "galen-asking-"));
  const bundled = await startBundledSources({ fixtures: options.fixtures ?? FIXTURES });
  const platform = testPlatform(clock);
  const { urls } = bundled;
  const medlineplus = createMedlinePlus(platform, {
    baseUrl: urls.medlineplus,
    connectUrl: urls.medlineplusConnect,
    dataFolder: folder,
  });
  const encyclopedia = createEncyclopedia(platform, { baseUrl: urls.medlineplus, text: "full", license: "sample" });
  const pubmed = createPubmed(platform, { baseUrl: urls.pubmed, apiKey: null, contactEmail: null, toolName: "galen" });
  const clinicaltrials = createClinicalTrials(platform, { baseUrl: urls.clinicaltrials });
  const sources = { medlineplus, encyclopedia, pubmed, clinicaltrials };
  await medlineplus.start();
  const schema = await createSchema();
  const logs = [bundled.medlineplus, bundled.connect, bundled.pubmed, bundled.clinicaltrials].map(
    ({ requests }) => requests,
  );
  return {
    schema,
    sources,
    bundled,
    callCount: () => logs.reduce((total, log) => total + log.length, 0),
    ask: async (source, variableValues = {}) => {
      const before = logs.map((log) => log.length);
      const call = createCall(clock, { deadlineMs: 10_000 });
      const contextValue = { call, ...sources };
      const result = (await graphql({ schema, source, variableValues, contextValue })) as ExecutionResult;
      const calls = logs.flatMap((log, index) =>
        log.slice(before[index]).map(({ method, path }) => `${method} ${path}`),
      );
      const errors = (result.errors ?? []).map((error) => error.toJSON() as Answer["errors"][number]);
      return { data: result.data ? JSON.parse(JSON.stringify(result.data)) : null, errors, report: call.report, calls };
    },
    close: async () => {
      for (const source of Object.values(sources)) await source.close();
      await platform.store.close();
      await bundled.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let built: Promise<GraphQLSchema> | null = null;

/** The whole schema; built once, for the decorators' metadata is global. */
export function createSchema(): Promise<GraphQLSchema> {
  const resolvers = [
    ...medlineplusResolvers,
    EncyclopediaResolver,
    ...pubmedResolvers,
    ...CLINICAL_TRIALS_RESOLVERS,
    ...unifiedResolvers,
    ...subgraphResolvers,
  ] as unknown as NonEmptyArray<new () => object>;
  built ??= buildSchema({ resolvers, validate: false });
  return built;
}
