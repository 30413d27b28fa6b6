import type { BundledAnswer } from "./http.js";

const PAGE = (title: string) =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;

const UNAVAILABLE: BundledAnswer = {
  status: 503,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: PAGE("503 Service Unavailable"),
};

/** A maintenance page that claims success, as front ends of all four services have been seen to send. */
const MAINTENANCE: BundledAnswer = {
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: PAGE("This service is being maintained"),
};

export type Fault = BundledAnswer | "reset" | "cut";

const IN_TURN: readonly Fault[] = [UNAVAILABLE, "reset", "cut", MAINTENANCE];

/** Decides which requests fail, and how, the same way in every run with the same seed. */
export function createFaults(seed: number): { next(rate: number): Fault | null } {
  let state = seed >>> 0;
  let made = 0;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    next: (rate) => {
      if (rate <= 0 || random() >= rate) return null;
      return IN_TURN[made++ % IN_TURN.length] ?? null;
    },
  };
}
