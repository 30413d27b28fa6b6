import { describe, expect, it } from "@jest/globals";
import { warmUpParser } from "../../../src/sources/encyclopedia/warm-up.js";

describe("The warm-up of the encyclopedia's parser", () => {
  it("reads a page that the parser takes for an article", async () => {
    await expect(warmUpParser()).resolves.toBeUndefined();
  });
});
