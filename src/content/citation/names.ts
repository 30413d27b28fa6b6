import type { CslName } from "./csl.js";

/** `Doe JA Jr`, as medical styles print it. */
export function nameWithInitials(name: CslName): string {
  if (name.literal !== undefined) return name.literal;
  return [name.family, initialsOf(name.given).join(""), name.suffix].filter(Boolean).join(" ");
}

/** `Doe, J. A., Jr.`, as APA prints it. */
export function nameWithDots(name: CslName): string {
  if (name.literal !== undefined) return name.literal;
  const initials = (name.given ?? "")
    .split(/\s+/)
    .flatMap((word) => (isInitials(word) ? [...word] : word === "" ? [] : [word]))
    .map((word) =>
      word
        .split("-")
        .filter(Boolean)
        .map((part) => `${first(part)}.`)
        .join("-"),
    )
    .join(" ");
  const suffix = name.suffix && (/^(jr|sr)$/i.test(name.suffix) ? `${name.suffix}.` : name.suffix);
  return [name.family, initials, suffix].filter(Boolean).join(", ");
}

/** `Doe, Jane A, Jr`, as exchange formats write it. */
export function nameInverted(name: CslName, order: "given-last" | "suffix-last" = "suffix-last"): string {
  if (name.literal !== undefined) return name.literal;
  const parts =
    order === "suffix-last" ? [name.family, name.given, name.suffix] : [name.family, name.suffix, name.given];
  return parts.filter(Boolean).join(", ");
}

/**
 * The first names, and `et al` when there are more than a style allows.
 * @param most how many a style prints in full
 * @param kept how many it keeps when there are more
 */
export function namesUpTo(names: readonly CslName[], most: number, kept = most): string {
  const printed = (names.length > most ? names.slice(0, kept) : names).map(nameWithInitials);
  return [...printed, ...(names.length > most ? ["et al"] : [])].join(", ");
}

function initialsOf(given = ""): string[] {
  return given.split(/[\s.-]+/).flatMap((word) => (isInitials(word) ? [...word] : word === "" ? [] : [first(word)]));
}

/** `JA` is two initials; `Jo` is a name. */
function isInitials(word: string): boolean {
  return /^\p{Lu}{1,4}$/u.test(word);
}

function first(word: string): string {
  return [...word][0]?.toUpperCase() ?? "";
}
