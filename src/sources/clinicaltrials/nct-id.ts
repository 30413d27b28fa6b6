import { badInput, quoted } from "../../content/index.js";

// The registry starts at NCT00000001 and refuses a number of zeros, with it the whole batch that it is in.
const NCT_ID = /^NCT(?!0{8})\d{8}$/;

/** Whether a text is a registration number in its one written form. */
export function isNctId(text: string): boolean {
  return NCT_ID.test(text);
}

/**
 * A registration number as a caller gave it, in its written form: any case, spaces around it allowed.
 * @throws BAD_USER_INPUT when it is none
 */
export function toNctId(text: string, argument: string): string {
  const nctId = text.trim().toUpperCase();
  if (isNctId(nctId)) return nctId;
  throw badInput(argument, `${quoted(text)} is not an NCT number`, "NCT and 8 digits, such as NCT01234567");
}
