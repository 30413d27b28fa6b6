import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema } from "graphql";
import { pino } from "pino";
import { type Config, readConfig } from "../config.js";
import { openSources, type RunningSources } from "../running-sources.js";
import { createSchema } from "../server/index.js";
import type { TopicsProgress } from "../sources/index.js";
import type { Terminal } from "../terminal.js";
import { type CallOptions, createCall, systemClock } from "../upstream/index.js";
import { CommandError } from "./command-error.js";

const STANDARD_ERROR = 2;

/** The sources and the schema in this process, without a server in front of them. */
export interface Inside extends RunningSources {
  config: Config;
  schema: GraphQLSchema;
  ask(document: DocumentNode, variables: Record<string, unknown>, call: CallOptions): Promise<ExecutionResult>;
}

/** Opens the configured sources and waits for the health topics. @throws CommandError when there are none */
export async function openInside(terminal: Terminal, topicsProgress?: TopicsProgress): Promise<Inside> {
  const config = readConfig(terminal.env);
  // A command's own words are what its user wants to read; the log says only what goes wrong.
  const level = config.logLevel === "info" ? "error" : config.logLevel;
  const log = pino({ level, base: null }, pino.destination({ dest: STANDARD_ERROR, sync: true }));
  // A port names a gateway among its replicas; this process is another one.
  const running = await openSources({ ...config, port: 0 }, log, { topicsProgress });
  await running.sources.medlineplus.start();
  if (!running.sources.medlineplus.ready()) {
    await running.close();
    throw new CommandError("The health topics cannot be loaded. `galen check` tells which sources can be reached.");
  }
  const schema = await createSchema({ subgraph: config.subgraph });
  return {
    ...running,
    config,
    schema,
    ask: async (document, variableValues, options) => {
      const contextValue = { ...running.sources, call: createCall(systemClock, options) };
      return execute({ schema, document, variableValues, contextValue });
    },
  };
}
