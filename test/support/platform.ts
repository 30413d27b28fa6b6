import { type Clock, createMemoryStore, type Platform, type Store } from "../../src/upstream/index.js";

export interface TestPlatform extends Platform {
  /** Everything logged at warn and error. */
  notes: { facts: object; message: string }[];
}

/** What upstreams and caches share, in memory, with its log in hand. */
export function testPlatform(clock: Clock, store: Store = createMemoryStore()): TestPlatform {
  const notes: TestPlatform["notes"] = [];
  const note = (facts: object, message: string): void => void notes.push({ facts, message });
  const log = { info: () => undefined, warn: note, error: note };
  return { clock, log, store, userAgent: "Galen-test (test@example.org)", memoryBytes: 10_000_000, notes };
}
