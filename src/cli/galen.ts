#!/usr/bin/env node
import "reflect-metadata";
import { processTerminal } from "../terminal.js";
import { createProgram, explainFailure } from "./program.js";

const terminal = processTerminal(process.env);
try {
  await createProgram(terminal).parseAsync();
} catch (error) {
  terminal.note(explainFailure(error));
  process.exit(1);
}
