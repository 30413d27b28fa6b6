// Run as a process of its own: writes into an SQLite store as fast as it can and says how far it is.
// Arguments: file, number of entries. Every value can be told from its key, so that a wrong one would show.
import { createStore, SqliteAdapter } from "../../dist/upstream/index.js";

const [file, count] = process.argv.slice(2);
const notes = [];
const log = { info: () => {}, warn: (_, message) => notes.push(message), error: (_, message) => notes.push(message) };
const adapter = new SqliteAdapter({ file, maxBytes: 1e9, log });
const store = createStore({ adapter, namespace: "test", log });

for (let first = 0; first < Number(count); first += 10) {
  const entries = Array.from({ length: 10 }, (_, index) => {
    const key = String(first + index);
    return { key, value: JSON.stringify([key, `${key} `.repeat(2_000)]), expiresAt: Date.now() + 1e9 };
  });
  await store.setMany(entries);
  await new Promise((resolve) => setImmediate(resolve));
  process.stdout.write(`${first}\n`);
}
await store.close();
process.stdout.write(`done ${JSON.stringify(notes)}\n`);
