export const NCT_NUMBER = /^[Nn][Cc][Tt]0*[1-9]\d{0,7}$/;

/** `nct123` is NCT00000123: any case is taken and leading zeros may be missing or too many. */
export const canonicalNctNumber = (text: string): string => `NCT${text.slice(3).replace(/^0+/, "").padStart(8, "0")}`;

/** The NCT numbers of a query that consists of nothing else, or undefined. */
export function onlyNctNumbers(query: string): string[] | undefined {
  const words = query.split(/[\s,]+/).filter((word) => word !== "");
  const isList = words.length > 0 && words.every((word) => NCT_NUMBER.test(word));
  return isList ? words.map(canonicalNctNumber) : undefined;
}
