/** How far behind its own timers the process is. */
export interface LoopDelay {
  /** Milliseconds, smoothed, so that one long task alone means little. */
  ms(): number;
  close(): void;
}

const SAMPLE_MS = 250;

/**
 * Measures how much later than asked for a timer runs. Each sample counts as much as all before it together, so what has
 * been is half forgotten after a quarter of a second: a process that can keep up again is known as such at once.
 */
export function watchLoopDelay(): LoopDelay {
  let smoothed = 0;
  let last = performance.now();
  const withSample = (now: number): number => (smoothed + Math.max(0, now - last - SAMPLE_MS)) / 2;
  const timer = setInterval(() => {
    const now = performance.now();
    smoothed = withSample(now);
    last = now;
  }, SAMPLE_MS).unref();
  return {
    // Requests that came while nothing could run are handled before the timer is: what is overdue counts already.
    ms: () => Math.max(smoothed, withSample(performance.now())),
    close: () => clearInterval(timer),
  };
}
