import "reflect-metadata";
import { parentPort, workerData } from "node:worker_threads";
import { receiveBytes, sendBytes, sendEnd } from "./byte-window.js";
import { convertTopics } from "./conversion.js";
import type { ThreadMessage, ThreadTask } from "./conversion-thread.js";

// What runs inside a conversion's thread. An error that is thrown here is told to the thread that started it.
const { origin, file, snapshot } = workerData as ThreadTask;
const tell = (message: ThreadMessage): void => parentPort?.postMessage(message);
const converted = await convertTopics(origin, receiveBytes(file), {
  write: (bytes) => sendBytes(bytes, snapshot),
  progress: (read, announced) => tell({ read, announced }),
});
sendEnd(snapshot);
tell({ converted });
