// Loaded into the gateway before its own code: answers, when asked by a message, what the process holds on to.
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  for (let round = 0; round < 4; round++) globalThis.gc?.();
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const { heapUsed, external } = process.memoryUsage();
  process.send({ heapBytes: heapUsed + external, resources, cpuMs: (user + system) / 1_000 });
});
// The channel alone must not keep the gateway running.
process.channel?.unref();
