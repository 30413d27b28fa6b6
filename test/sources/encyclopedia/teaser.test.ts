import { describe, expect, it } from "@jest/globals";
import { teaserOf } from "../../../src/sources/encyclopedia/teaser.js";

describe("a teaser", () => {
  const sentence = "Some rashes come and go with the seasons, as many people know. ";

  it("is the whole text where that is short, in one paragraph", () => {
    expect(teaserOf("One < two.\n- Three")).toEqual({
      html: "<p>One &lt; two. - Three</p>",
      text: "One < two. - Three",
    });
  });

  it("is as many whole sentences as fit into 300 characters", () => {
    expect(teaserOf(sentence.repeat(9)).text).toBe(sentence.repeat(4).trim());
  });

  it("is cut between two words where the first sentence is too long", () => {
    const { text } = teaserOf(`${"itching ".repeat(100)}.`);
    expect(text).toMatch(/^(itching )+itching\.\.\.$/);
    expect(text.length).toBeLessThanOrEqual(300);
    expect(text.length).toBeGreaterThan(280);
  });

  it("stays short for a text without any white space", () => {
    expect(teaserOf("x".repeat(10_000)).text.length).toBeLessThanOrEqual(300);
  });
});
