import { registerEnumType } from "type-graphql";

/** The value that stands for whatever the registry added after this schema was written. */
export const UNRECOGNISED = "UNRECOGNISED";

/**
 * Names an enumeration in the schema, with a description for each of its values.
 *
 * The registry adds values without a new API version, so every enumeration has UNRECOGNISED beside the known ones: a
 * new value then costs its own meaning and not the record.
 */
export function describeEnum<T extends Record<string, string>>(
  values: T,
  name: string,
  description: string,
  meanings: Record<Exclude<keyof T, typeof UNRECOGNISED>, string>,
): void {
  const all: Record<string, string> = {
    ...meanings,
    [UNRECOGNISED]: "A value that the registry uses and this schema does not know yet.",
  };
  const valuesConfig = Object.fromEntries(
    Object.entries(all).map(([value, meaning]) => [value, { description: meaning }]),
  ) as { [K in keyof T]: { description: string } };
  registerEnumType(values, { name, description, valuesConfig });
}
