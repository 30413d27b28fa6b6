// Loaded into the gateway before its own code: answers, when asked by a message, what the process holds on to.
import { getHeapStatistics } from "node:v8";

process.on("message", () => {
  // The last resort also gives back the pages that V8 keeps in reserve, of which a plain collection keeps any number.
  for (let round = 0; round < 4; round++) globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  process.send({ ...process.memoryUsage(), mallocBytes: getHeapStatistics().malloced_memory, resources });
});
// The channel alone must not keep the gateway running.
process.channel?.unref();
