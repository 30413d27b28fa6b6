import { once } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";

/** One side of a window: `workerData` can hold it, when its port is in the list of what is transferred. */
export interface WindowSide {
  memory: SharedArrayBuffer;
  port: MessagePort;
}

const WINDOW_BYTES = 256 * 1024;
/** Says that all bytes have come. */
const END = 0;

/**
 * A way for bytes from one thread to another, through memory that both see. Messages that carried the bytes would leave
 * a file's worth of buffers to the garbage collector, and an idle process has no reason to collect them.
 */
export function openWindow(): { from: WindowSide; to: WindowSide } {
  const memory = new SharedArrayBuffer(WINDOW_BYTES);
  const { port1, port2 } = new MessageChannel();
  return { from: { memory, port: port1 }, to: { memory, port: port2 } };
}

/** Resolves when the other thread has taken all of the bytes. @throws the signal's reason */
export async function sendBytes(bytes: Uint8Array, { memory, port }: WindowSide, signal?: AbortSignal): Promise<void> {
  for (let start = 0; start < bytes.length; start += memory.byteLength) {
    const part = bytes.subarray(start, start + memory.byteLength);
    new Uint8Array(memory).set(part);
    const taken = once(port, "message", { signal });
    port.postMessage(part.length);
    await taken;
  }
}

/** Tells the other thread that there are no more bytes. */
export function sendEnd({ port }: WindowSide): void {
  port.postMessage(END);
}

/** The bytes as they come. What was given is overwritten once the next is asked for. @throws the signal's reason */
export async function* receiveBytes({ memory, port }: WindowSide, signal?: AbortSignal): AsyncGenerator<Buffer> {
  for (;;) {
    const [length] = (await once(port, "message", { signal })) as [number];
    if (length === END) return;
    yield Buffer.from(memory, 0, length);
    port.postMessage(length);
  }
}
