import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { GraphQLError } from "graphql";
import {
  onlyNctIds,
  toEssieAlternatives,
  toEssieExpression,
  toEssiePhrase,
  toEssieText,
} from "../../../src/sources/clinicaltrials/essie.js";

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(..."[](),\":\\ \t\n*?^~|&<>{}'".split("")),
        fc.constantFrom(
          "AREA[",
          "RANGE[MIN,MAX]",
          " AND ",
          " OR ",
          "NOT ",
          "ALL",
          "MISSING",
          "SEARCH[Location](",
          "\ud800",
        ),
        fc.constantFrom("\u200b", "\u202e", "\u0000", "\ufeff", "\ue000", "é", "ß", "漢字", "NCT01234567", "asthma"),
        fc.string({ maxLength: 5 }),
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join("").slice(0, 1000)),
);

const SAFE_WORD = /^[\p{L}\p{M}\p{N}'’.+&%/_-]+$/u;
const OPERATORS = /^(AND|OR|NOT|AREA|RANGE|COVERAGE|EXPANSION|SEARCH|DISTANCE|ALL|MISSING|MIN|MAX)$/;

/** The words of an expression outside phrases; fails the test when anything else is outside. */
function bareWords(expression: string): string[] {
  const outside = expression.replace(/"([^"]*)"/g, (_, phrase: string) => {
    for (const word of phrase.split(" ")) expect(word).toMatch(SAFE_WORD);
    return " ";
  });
  return outside.split(" ").filter((word) => word !== "");
}

describe("a caller's text", () => {
  it("never is more than words and phrases, whatever it holds", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        let expression: string;
        try {
          expression = toEssieText(text, "term");
        } catch (error) {
          expect(error).toBeInstanceOf(GraphQLError);
          expect((error as GraphQLError).extensions.code).toBe("BAD_USER_INPUT");
          return;
        }
        for (const word of bareWords(expression)) {
          expect(word).toMatch(SAFE_WORD);
          expect(word).not.toMatch(OPERATORS);
        }
        expect(expression.isWellFormed()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("stays the same when it is escaped a second time", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        let once: string;
        try {
          once = toEssieText(text, "term");
        } catch {
          return;
        }
        fc.pre(once.length <= 1000);
        expect(toEssieText(once, "term")).toBe(once);
      }),
    );
  });

  it.each([
    ["breast cancer", "breast cancer"],
    ["  heart\n attack ", "heart attack"],
    ["interleukin-2 (IL-2)", "interleukin-2 IL-2"],
    ["CD4+ T-cells, HER2/neu", "CD4+ T-cells HER2/neu"],
    ["Crohn's disease", "Crohn's disease"],
    ["heart AND lung NOT kidney", "heart and lung not kidney"],
    ["ALL in children", '"ALL" in children'],
    ["AREA[OverallStatus]RECRUITING", '"AREA" OverallStatus RECRUITING'],
    ['"heart attack" women', '"heart attack" women'],
    ['5" catheter', "5 catheter"],
    ['"a "b', '"a" b'],
    ["can\u200bcer \u202ereversed", "cancer reversed"],
    ["épilepsie 癫痫 صرع", "épilepsie 癫痫 صرع"],
    ["\ud800asthma", "asthma"],
  ])("%j becomes %j", (text, expression) => {
    expect(toEssieText(text, "term")).toBe(expression);
  });

  it.each(["", "   ", "()[]", '""', "\u200b", "\ud800", "…", "x".repeat(1001), "a ".repeat(101)])(
    "%j is refused with the argument's name",
    (text) => {
      expect(() => toEssieText(text, "condition")).toThrow(/^Argument "condition": /);
    },
  );
});

describe("a text of nothing but numbers", () => {
  it.each([
    ["NCT01234567", ["NCT01234567"]],
    ["nct1234567 NCT00000002", ["NCT01234567", "NCT00000002"]],
    ['"NCT01234567"', ["NCT01234567"]],
    ["NCT01234567 asthma", null],
    ["NCT123456789", null],
    ["NCT00000000", null],
  ])("%j is told from one with words", (text, numbers) => {
    expect(onlyNctIds(toEssieText(text, "term"))).toEqual(numbers);
  });
});

describe("conditions of a saved search", () => {
  it("become phrases of which any may match", () => {
    expect(toEssieAlternatives(["Diabetes Mellitus, Type 2", "Pneumonia", "Pneumonia"])).toBe(
      '"Diabetes Mellitus Type 2" OR "Pneumonia"',
    );
  });

  it("stay phrases whatever they hold", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(toEssiePhrase(text)).toMatch(/^("[\p{L}\p{M}\p{N}'’.+&%/_ -]+")?$/u);
      }),
    );
  });
});

describe("an expression of the caller's own", () => {
  it.each([
    "AREA[Phase]PHASE3 AND NOT (cancer OR tumor)",
    'AREA[StartDate]RANGE[2024-01-01,MAX] AND "a ) b"',
    "interleukin \\(IL\\)",
  ])("%j passes", (text) => {
    expect(toEssieExpression(text, "advanced")).toBe(text);
  });

  it.each(["", " ", "a) OR (b", "(a", 'a "b', "AREA[Phase", "(a]", "a \\", '"a\\" OR b', "x".repeat(1001)])(
    "%j is refused: it would leave the parentheses around it",
    (text) => {
      expect(() => toEssieExpression(text, "advanced")).toThrow(/^Argument "advanced": /);
    },
  );
});
