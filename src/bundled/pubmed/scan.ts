/** One element found by a scan: the text of its attributes and what is between its tags. */
export interface Element {
  attributes: string;
  inner: string;
}

const patterns = new Map<string, RegExp>();

function patternOf(name: string): RegExp {
  let pattern = patterns.get(name);
  if (!pattern) {
    pattern = new RegExp(`<${name}((?:\\s(?:[^>]*[^/>])?)?)>([\\s\\S]*?)</${name}>`, "g");
    patterns.set(name, pattern);
  }
  pattern.lastIndex = 0;
  return pattern;
}

/**
 * Every element of that name that does not contain another of the same name.
 * A scan and not a parser: an index of tens of thousands of records must be ready in seconds.
 */
export function elements(xml: string, name: string): Element[] {
  return Array.from(xml.matchAll(patternOf(name)), ([, attributes = "", inner = ""]) => ({ attributes, inner }));
}

/** What is inside the first element of that name, or the empty string. */
export function first(xml: string, name: string): string {
  return patternOf(name).exec(xml)?.[2] ?? "";
}

export function attribute(attributes: string, name: string): string {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
}

/** The record without its reference lists, whose identifiers look exactly like the record's own. */
export function withoutReferences(xml: string): string {
  const start = xml.indexOf("<ReferenceList");
  if (start < 0) return xml;
  return xml.slice(0, start) + xml.slice(xml.lastIndexOf("</ReferenceList>") + "</ReferenceList>".length);
}
