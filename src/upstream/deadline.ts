import type { Clock } from "./clock.js";

/** A signal that ends with a reason of its own when time is up, and a way to let go of it. */
export interface Deadline {
  signal: AbortSignal;
  done(): void;
}

/** Given where nobody looks: without a reason, a new error with a stack is made for each. */
const DONE = "done";

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
    end.abort(DONE);
  };
  return { signal: controller.signal, done };
}

/** Rejects with the signal's reason when it ends: one promise to race any number of works against. */
export function endOf(signal: AbortSignal): Promise<never> {
  const end = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  end.catch(() => undefined);
  return end;
}
