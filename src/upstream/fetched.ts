import type { UpstreamError } from "./errors.js";

/** What the upstream said of one id. */
export type Fetched<T> =
  | { value: T | null; validator?: string }
  | { unchanged: true; validator?: string }
  | { failed: UpstreamError };

/** A copy at hand while a newer one is fetched: what a conditional request needs. */
export interface Held<T> {
  value: T | null;
  validator: string | null;
}
