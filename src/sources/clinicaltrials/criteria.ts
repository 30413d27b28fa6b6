/** Eligibility criteria in two halves, as Markdown; a half that could not be found is null. */
export interface Criteria {
  inclusion: string | null;
  exclusion: string | null;
}

const HEADING =
  /^[\s*#_>\d.\\-]*(?:key|main|major|general|principal)?\s*(inclusion|exclusion)\b[^\n]{0,80}?(?::|criteria[\s*_:.]*$)/i;

/**
 * Parts the criteria at the lines that announce inclusion and exclusion. Nine records of ten have such lines; where they
 * come more than once, as in studies with several cohorts, each half collects its pieces.
 */
export function splitCriteria(markdown: string): Criteria {
  const halves: Record<keyof Criteria, string[]> = { inclusion: [], exclusion: [] };
  let current: string[] | null = null;
  for (const line of markdown.split("\n")) {
    const heading = HEADING.exec(line);
    if (heading) {
      current = halves[heading[1]?.toLowerCase() as keyof Criteria];
      current.push("", line.slice(heading[0].length));
    } else current?.push(line);
  }
  return { inclusion: joined(halves.inclusion), exclusion: joined(halves.exclusion) };
}

function joined(lines: readonly string[]): string | null {
  return lines.join("\n").trim() || null;
}
