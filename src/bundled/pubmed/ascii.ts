/**
 * PubMed's XML is pure ASCII: everything else is a lower-case hexadecimal character reference.
 * The stored records are readable UTF-8, so the reference is made here.
 */
export function toAsciiXml(text: string): string {
  return text.replace(/[^\p{ASCII}]/gu, (character) => `&#x${character.codePointAt(0)?.toString(16)};`);
}

export function escapeXml(text: string): string {
  return toAsciiXml(text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text of an XML fragment: tags dropped, references decoded once, white space collapsed. */
export function plainText(xml: string): string {
  return xml
    .replace(/<[^>]+>/g, "")
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hexadecimal, decimal, name) => {
      if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return NAMED[name] ?? whole;
    })
    .replace(/\s+/g, " ")
    .trim();
}

/** Words as the search compares them: no case, no accents, no punctuation, a blank at both ends. */
export function searchable(text: string): string {
  const words = text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return words === "" ? "" : ` ${words} `;
}
