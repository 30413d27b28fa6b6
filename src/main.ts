import "reflect-metadata";
import { run } from "./run.js";
import { processTerminal } from "./terminal.js";

await run(processTerminal(process.env));
