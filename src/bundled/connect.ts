import type { BundledHandler } from "./http.js";

export async function connectHandler(_fixtures: string, _now: () => Date): Promise<BundledHandler> {
  return () => ({ status: 404, headers: { "content-type": "text/html" }, body: "<html></html>\n" });
}
