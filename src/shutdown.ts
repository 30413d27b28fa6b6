import type { Gateway } from "./gateway.js";
import type { Log } from "./upstream/index.js";

export interface ShutdownOptions {
  log: Log;
  /** How long everything is still answered after a SIGTERM, while readiness says that the gateway goes; milliseconds. */
  noticeMs: number;
  /** Ends the process. */
  end: (code: number) => void;
}

/** What tells a process that it shall end, or has to. */
export interface Process {
  on(signal: "SIGTERM" | "SIGINT", listener: () => void): unknown;
  on(event: "uncaughtException", listener: (error: unknown, origin: string) => void): unknown;
}

/** Longer than requests in flight and the store get, so that only what hangs is cut off by it. */
const LONGEST_STOP_MS = 15_000;
const SAME_PRESS_MS = 300;

/**
 * How the process ends. Told to stop, it says so to load balancers, finishes what is in flight, writes what waits to be
 * written, and ends with 0. After an error that nobody caught nothing is sure any more: it does the same, but at once, and
 * ends with 1.
 */
export class Shutdown {
  #gateway: Pick<Gateway, "leave" | "stop"> | null = null;
  #isUnderWay = false;
  #toldAt = 0;
  #code = 0;

  constructor(private readonly options: ShutdownOptions) {}

  /** To be called before anything is started: a process that is the first of its container ignores what it does not handle. */
  watch(process: Process): void {
    process.on("SIGTERM", () => this.#told("SIGTERM", this.options.noticeMs));
    // From a terminal: whoever presses Ctrl-C waits for it.
    process.on("SIGINT", () => this.#told("SIGINT", 0));
    process.on("uncaughtException", (error, origin) => this.#crashed(error, origin));
  }

  /** From now on there is something to finish. */
  started(gateway: Pick<Gateway, "leave" | "stop">): void {
    this.#gateway = gateway;
  }

  /** The first signal drains; a second one means that somebody is in a hurry. */
  #told(signal: string, noticeMs: number): void {
    const { log, end } = this.options;
    // A terminal sends Ctrl-C to npm and to what npm runs, and npm hands it on: pressed once, it comes twice.
    const isSamePress = signal === "SIGINT" && performance.now() - this.#toldAt < SAME_PRESS_MS;
    if (this.#isUnderWay) {
      if (!isSamePress) end(1);
      return;
    }
    this.#toldAt = performance.now();
    log.info({ signal, noticeMs }, "stopping: requests in flight may finish");
    void this.#stop(noticeMs);
  }

  #crashed(error: unknown, origin: string): void {
    const { log } = this.options;
    this.#code = 1;
    log.error(
      { origin, error: error instanceof Error ? error.stack : String(error) },
      "crashed: nobody caught an error",
    );
    if (!this.#isUnderWay) void this.#stop(0);
  }

  async #stop(noticeMs: number): Promise<void> {
    const { log, end } = this.options;
    this.#isUnderWay = true;
    setTimeout(() => {
      log.error({}, "could not stop in time");
      end(1);
    }, noticeMs + LONGEST_STOP_MS).unref();
    try {
      this.#gateway?.leave();
      if (noticeMs > 0 && this.#gateway) await new Promise((go) => setTimeout(go, noticeMs));
      const finished = await this.#gateway?.stop();
      log.info({ finished: finished ?? true }, "stopped");
    } catch (error) {
      this.#code = 1;
      log.error({ error: error instanceof Error ? error.stack : String(error) }, "could not stop in order");
    }
    end(this.#code);
  }
}
