import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { toJsonBytes } from "../../../src/server/execution/json-bytes.js";
import { KeptTexts } from "../../../src/server/execution/kept-texts.js";

const text = (value: unknown) => toJsonBytes(value).toString();

/** Any code units: lone surrogates, quotes and control characters too, short and long. */
const anyText = fc.oneof(
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 300 }),
  fc.string({ unit: "binary", minLength: 190, maxLength: 1_200 }),
  fc.constantFrom("", '"', "\\", "\u2028", "\ud83d", "\ud83d\ude00", "é".repeat(200), `${"a".repeat(199)}"`),
);
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    anyText,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined, -0, new Date(0)),
    fc.array(tie("value"), { maxLength: 6 }),
    fc.dictionary(fc.oneof(fc.constantFrom("title", "text", "a_1"), anyText), tie("value"), { maxKeys: 6 }),
  ),
})).value;

describe("The JSON of an answer as bytes", () => {
  it("is what JSON.stringify makes of it, whatever it holds", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const expected = JSON.stringify({ data: value });
        expect(text({ data: value })).toBe(expected);
        // Once more, from texts that are kept.
        expect(text({ data: value })).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it("stands between the texts that it is given", () => {
    expect(toJsonBytes([1], '{"data":', ',"extensions":{}}').toString()).toBe('{"data":[1],"extensions":{}}');
  });

  it("leaves out members without a value, and writes null for items without one", () => {
    expect(text({ first: undefined, second: [undefined, Number.NaN], third: {} })).toBe(
      '{"second":[null,null],"third":{}}',
    );
  });

  it("may be larger than the memory that it is written in", () => {
    const texts = Array.from({ length: 3_000 }, (_, index) => `${index} ${"é".repeat(199)}`);
    for (const value of [texts, texts.join(""), texts.slice(0, 400), "short"])
      expect(text(value)).toBe(JSON.stringify(value));
  });
});

describe("Texts that are kept", () => {
  const long = (mark: number) => String(mark).padEnd(400, "x");

  it("are written once", () => {
    const kept = new KeptTexts();

    expect(kept.quoted(long(1)).toString()).toBe(JSON.stringify(long(1)));
    expect(kept.quoted(`${long(1)}`)).toBe(kept.quoted(long(1)));
  });

  it("stay within their bound, and those that are asked for stay longest", () => {
    const kept = new KeptTexts(10_000);
    const first = kept.quoted(long(0));
    for (let mark = 1; mark < 1_000; mark++) {
      kept.quoted(long(mark));
      expect(kept.quoted(long(0))).toBe(first);
    }

    expect(kept.size).toBeLessThanOrEqual(2 * (10_000 / 800));
  });

  it("are not kept when one of them would fill everything", () => {
    const kept = new KeptTexts(1_000);

    expect(kept.quoted("x".repeat(2_000)).toString()).toBe(`"${"x".repeat(2_000)}"`);
    expect(kept.size).toBe(0);
  });
});
