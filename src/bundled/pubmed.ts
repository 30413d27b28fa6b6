import type { BundledHandler } from "./http.js";

export async function pubmedHandler(
  _folder: string,
  _now: () => Date,
): Promise<{ handler: BundledHandler; count: number }> {
  return {
    handler: () => ({ status: 404, headers: { "content-type": "text/html" }, body: "<html></html>\n" }),
    count: 0,
  };
}
