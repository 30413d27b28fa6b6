import { Presets, SingleBar } from "cli-progress";
import type { Terminal } from "../terminal.js";

/** How far long work has come. */
export interface Progress {
  /** @param note what is being worked on */
  at(done: number, total: number | null, note?: string): void;
  end(): void;
}

/** Where nobody watches, a line is written no more often than this. */
const LINE_EVERY_MS = 2_000;

/** Draws a bar for somebody who watches, and writes lines into pipes and files. */
export function createProgress(terminal: Terminal, label: string): Progress {
  return terminal.isWatched ? drawnBar(label) : writtenLines(terminal, label);
}

function drawnBar(label: string): Progress {
  const bar = new SingleBar(
    { format: `  ${label} {bar} {value}/{total} {note}`, hideCursor: true, clearOnComplete: true, fps: 10 },
    Presets.shades_classic,
  );
  let isOpen = false;
  return {
    at: (done, total, note = "") => {
      // The length of a bar is not known before the work has said how much of it there is.
      if (total === null) return;
      if (!isOpen) bar.start(total, done, { note });
      isOpen = true;
      bar.update(done, { note });
    },
    end: () => bar.stop(),
  };
}

function writtenLines(terminal: Terminal, label: string): Progress {
  let last = Number.NEGATIVE_INFINITY;
  return {
    at: (done, total, note = "") => {
      const now = performance.now();
      if (done !== total && now - last < LINE_EVERY_MS) return;
      last = now;
      terminal.note(`${label} ${done}${total === null ? "" : `/${total}`} ${note}`.trimEnd());
    },
    end: () => undefined,
  };
}
