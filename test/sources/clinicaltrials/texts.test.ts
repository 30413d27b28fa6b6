import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { splitCriteria } from "../../../src/sources/clinicaltrials/criteria.js";
import { plainMarkdown } from "../../../src/sources/clinicaltrials/parser/plain-markdown.js";
import { markdownToRichText } from "../../../src/sources/clinicaltrials/rich-text.js";

describe("criteria", () => {
  it.each([
    ["Inclusion Criteria:\n\n* A\n\nExclusion Criteria:\n\n* B", "* A", "* B"],
    ["INCLUSION CRITERIA\n\n1. A\n\nEXCLUSION CRITERIA\n\n1. B", "1. A", "1. B"],
    ["**Inclusion Criteria:**\n* A\n\n**Exclusion Criteria:**\n* B", "* A", "* B"],
    [
      "Key Inclusion Criteria:\n* A\n\nKey Exclusion Criteria:\n* met all inclusion criteria",
      "* A",
      "* met all inclusion criteria",
    ],
    ["Inclusion criteria for patients:\nA\nExclusion:\nC\nInclusion criteria for others:\nB", "A\n\n\nB", "C"],
    ["Inclusion Criteria:\n\n* A", "* A", null],
    ["Everybody of age", null, null],
    ["The exclusion criteria are many.\nA", null, null],
  ])("%j are parted where they say so", (text, inclusion, exclusion) => {
    expect(splitCriteria(text)).toEqual({ inclusion, exclusion });
  });

  it("of any form are read in time that grows with their length", () => {
    const started = performance.now();
    splitCriteria(`${"#* _>.\\- 1".repeat(20_000)}\n${"inclusion ".repeat(20_000)}`);

    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("Markdown", () => {
  it("never becomes active HTML, whatever a sponsor typed", () => {
    const hostile = fc
      .array(
        fc.constantFrom(
          ...["<script>", "</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "![i](x)", "\n\n"],
          ...["* ", "> ", "`", "<", ">", "\\<", "&lt;b&gt;", "**", "1. ", "    ", "# ", "| a |", "<!--", "text "],
        ),
        { maxLength: 30 },
      )
      .map((parts) => parts.join(""));

    fc.assert(
      fc.property(hostile, (text) => {
        const { html } = markdownToRichText(text) ?? { html: "" };
        expect(html).not.toMatch(
          /<(script|img|iframe|svg|style|object)|\son\w+\s*=\s*["'a-z][^<]*>|href="(?!https?:|mailto:)/i,
        );
      }),
    );
  });

  it("that nests beyond reason is still shown as text", () => {
    const richText = markdownToRichText(`${"> ".repeat(20_000)}deep`);

    expect(richText?.text).toContain("deep");
  });

  it("is null where there is no text", () => {
    expect(markdownToRichText(null)).toBeNull();
    expect(markdownToRichText("\n")).toBeNull();
  });

  it("in plain form has no escapes", () => {
    expect(plainMarkdown("a \\> b \\[c\\] 7\\.5 &lt; 8 \\\\ \\q")).toBe("a > b [c] 7.5 < 8 \\ \\q");
    expect(plainMarkdown(null)).toBeNull();
  });
});
