// Loaded into a gateway's process before its own code: on SIGUSR2 something goes wrong there, as the variable TROUBLE says.
import { writeSync } from "node:fs";

const http = process.getBuiltinModule("node:http");
const { createServer } = http;
let lastServer;
http.createServer = (...parameters) => {
  lastServer = createServer(...parameters);
  return lastServer;
};

const troubles = {
  "long task": () => {
    writeSync(2, "working hard\n");
    const end = performance.now() + 5_000;
    while (performance.now() < end);
  },
  "uncaught error": () => {
    throw new Error("nobody expected this");
  },
  "unhandled rejection": () => {
    void Promise.reject(new Error("nobody expected this"));
  },
  "error of the listener": () => {
    lastServer.emit("error", new Error("nobody expected this"));
  },
};

process.on("SIGUSR2", () => setImmediate(troubles[process.env.TROUBLE]));
