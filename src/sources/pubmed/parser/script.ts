const SUPERSCRIPT: Record<string, string> = {
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
  "+": "⁺",
  "-": "⁻",
  "−": "⁻",
  "–": "⁻",
  "=": "⁼",
  "(": "⁽",
  ")": "⁾",
  i: "ⁱ",
  n: "ⁿ",
};

const SUBSCRIPT: Record<string, string> = {
  "0": "₀",
  "1": "₁",
  "2": "₂",
  "3": "₃",
  "4": "₄",
  "5": "₅",
  "6": "₆",
  "7": "₇",
  "8": "₈",
  "9": "₉",
  "+": "₊",
  "-": "₋",
  "−": "₋",
  "–": "₋",
  "=": "₌",
  "(": "₍",
  ")": "₎",
};

/** Signs and endings (`1st`, `2nd`) that are printed high by convention and mean the same without it. */
const RAISED_ANYWAY = /^(?:[®™℠©°*†‡§¶′″ºª]+|st|nd|rd|th|TM)$/;

/** A superscript in plain text: `10⁻³`, `x^a`, `x^(a b)`. Dropping the mark would change the meaning (`m2`, `10-3`). */
export function superscript(text: string): string {
  return RAISED_ANYWAY.test(text) ? text : raised(text, SUPERSCRIPT, "^");
}

/** A subscript in plain text: `CO₂`, `V_max`, `x_(i, j)`. */
export function subscript(text: string): string {
  return raised(text, SUBSCRIPT, "_");
}

function raised(text: string, signs: Record<string, string>, mark: string): string {
  if (text.trim() === "") return text;
  const characters = [...text];
  if (characters.every((character) => signs[character] !== undefined)) {
    return characters.map((character) => signs[character]).join("");
  }
  return /^[\p{L}\p{N}]+$/u.test(text) ? `${mark}${text}` : `${mark}(${text})`;
}
