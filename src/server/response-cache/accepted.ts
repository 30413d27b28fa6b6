import type { Compression } from "./stored-answer.js";

/** The better first. */
const COMPRESSIONS: readonly Compression[] = ["br", "gzip"];
/** Clients send few different headers; a stranger may send many. */
const REMEMBERED = 200;

const known = new Map<string, readonly Compression[]>();

/** The compressions that an Accept-Encoding header allows, the best first. */
export function compressionsIn(accept: string): readonly Compression[] {
  let allowed = known.get(accept);
  if (!allowed) {
    allowed = COMPRESSIONS.filter((compression) => takes(accept, compression));
    if (known.size >= REMEMBERED) known.clear();
    known.set(accept, allowed);
  }
  return allowed;
}

/** One that is given the weight 0 is refused. */
function takes(accept: string, compression: Compression): boolean {
  const start = accept.indexOf(compression);
  if (start < 0) return false;
  const parameter = accept.slice(start + compression.length).split(",", 1)[0] ?? "";
  return !/^\s*;\s*q=0(\.0*)?\s*$/.test(parameter);
}
