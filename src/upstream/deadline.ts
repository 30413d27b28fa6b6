import type { Clock } from "./clock.js";

/** A signal that ends with a reason of its own when time is up, and a way to let go of it. */
export interface Deadline {
  signal: AbortSignal;
  done(): void;
}

/** Joins an asker's signal with a moment on the clock's `elapsed` scale; `reason` says what the lateness means. */
export function deadlineAt(clock: Clock, at: number, outer: AbortSignal, reason: () => Error): Deadline {
  const controller = new AbortController();
  const end = new AbortController();
  const leave = (): void => controller.abort(outer.reason);
  if (outer.aborted) leave();
  outer.addEventListener("abort", leave, { once: true });
  clock.sleep(Math.max(0, at - clock.elapsed()), end.signal).then(
    () => controller.abort(reason()),
    () => undefined,
  );
  const done = (): void => {
    outer.removeEventListener("abort", leave);
    end.abort();
  };
  return { signal: controller.signal, done };
}

/** Waits for `work`, but not after the signal has ended: then it rejects with the signal's reason. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    if (signal.aborted) return leave();
    signal.addEventListener("abort", leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}
