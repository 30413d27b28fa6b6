import { Worker } from "node:worker_threads";
import { openWindow, receiveBytes, sendBytes, sendEnd, type WindowSide } from "./byte-window.js";
import type { Converted, FileOrigin, Outlet } from "./conversion.js";
import { openCollector } from "./young-garbage.js";

/** Several times what a bulk file of 30 MB needs; a file that needs more is none that MedlinePlus makes. */
const MOST_MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

/** After so much of a file the buffers that it came in are collected. */
const COLLECT_BYTES = 1_000_000;

/** What a conversion's thread is given. */
export interface ThreadTask {
  origin: FileOrigin;
  /** The bulk file comes through here. */
  file: WindowSide;
  /** The snapshot goes through here. */
  snapshot: WindowSide;
}

/** What it tells: how far it has come, and at last what came out. */
export type ThreadMessage = { read: number; announced: number | null } | { converted: Converted };

export interface ThreadOptions {
  /** The built file that runs in the thread. */
  entry: URL;
  /** Ends the thread. */
  signal: AbortSignal;
}

/**
 * Converts in a thread of its own, which ends afterwards: what V8's heap grew to is given back with the thread, where
 * the process would keep it for good, and answers do not wait for their turn meanwhile. The thread opens no file and
 * asks nobody: its bytes come from here and go back to here.
 * @throws Error with the thread's own words when the file cannot be read, and what `chunks`, `outlet` and `signal` give
 */
export async function convertInThread(
  origin: FileOrigin,
  chunks: AsyncIterable<Uint8Array>,
  outlet: Outlet,
  { entry, signal }: ThreadOptions,
): Promise<Converted> {
  const [file, snapshot] = [openWindow(), openWindow()];
  const task: ThreadTask = { origin, file: file.to, snapshot: snapshot.from };
  const thread = new Worker(entry, {
    workerData: task,
    transferList: [task.file.port, task.snapshot.port],
    resourceLimits: MOST_MEMORY,
  });
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  try {
    const [converted] = await Promise.all([
      outcome(thread, outlet, ending),
      feed(chunks, file.from, ending),
      collect(snapshot.to, outlet, ending),
    ]);
    return converted;
  } finally {
    over.abort();
    await thread.terminate();
  }
}

async function feed(chunks: AsyncIterable<Uint8Array>, file: WindowSide, signal: AbortSignal): Promise<void> {
  const collect = openCollector();
  let uncollected = 0;
  for await (const chunk of chunks) {
    await sendBytes(chunk, file, signal);
    uncollected += chunk.length;
    if (uncollected < COLLECT_BYTES) continue;
    collect();
    uncollected = 0;
  }
  sendEnd(file);
  collect();
}

async function collect(snapshot: WindowSide, outlet: Outlet, signal: AbortSignal): Promise<void> {
  for await (const bytes of receiveBytes(snapshot, signal)) await outlet.write(bytes);
}

function outcome(thread: Worker, { progress }: Outlet, signal: AbortSignal): Promise<Converted> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
    thread.on("message", (message: ThreadMessage) => {
      if ("converted" in message) resolve(message.converted);
      else progress?.(message.read, message.announced);
    });
    thread.on("error", reject);
    thread.on("exit", () => reject(new Error("the thread that reads the topics file has ended")));
  });
}
