import { asUpstreamError, UpstreamError } from "./errors.js";
import type { Flight } from "./flight.js";
import type { Upstream } from "./upstream.js";

/**
 * Why a record could not be had. An asker whose time was up before its question could leave, or leave again, was held back
 * by the quota or by the pause that the upstream asked for, not by a slow upstream.
 */
export function reasonOf<T>({ source, pacer }: Upstream, { passage }: Flight<T>, error: unknown): UpstreamError {
  const reason = asUpstreamError(source, error);
  const asked = passage !== null && passage.trace.calls > 0;
  const isHeldBack = !asked || pacer.heldForMs() > 0;
  const waitMs = reason.failure === "timeout" && isHeldBack ? pacer.estimate() : 0;
  if (waitMs === 0) return reason;
  return new UpstreamError(source, "throttled", reason.message, { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
}
