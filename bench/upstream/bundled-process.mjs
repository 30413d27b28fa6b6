// The bundled sources as a process of its own, told by messages how to behave and asked what they have seen.
import { startBundledSources } from "../../dist/bundled/index.js";

const sources = await startBundledSources({ fixtures: process.argv[2] });
const servers = { medlineplus: sources.medlineplus, pubmed: sources.pubmed, clinicaltrials: sources.clinicaltrials };

process.on("message", ({ id, controls, forget }) => {
  for (const [name, changes] of Object.entries(controls ?? {})) Object.assign(servers[name].controls, changes);
  const requests = Object.entries(servers).flatMap(([source, server]) =>
    server.requests.map(({ at, path, params, status }) => ({ source, at, path, params, status })),
  );
  if (forget) {
    for (const server of Object.values(servers)) server.requests.length = 0;
    // With a hundred megabytes of sample data a collection takes a tenth of a second, in which everybody would wait.
    globalThis.gc();
  }
  process.send({ id, requests });
});
process.on("disconnect", () => process.exit(0));
process.send({ urls: sources.urls, counts: sources.counts });
