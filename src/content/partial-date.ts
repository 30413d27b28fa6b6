import { GraphQLError, GraphQLScalarType, Kind } from "graphql";

const PARTIAL_DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-(SPRING|SUMMER|AUTUMN|WINTER))?$/;

/** Whether a text is a date that may lack its day, or its month. */
export function isPartialDate(value: unknown): value is string {
  return typeof value === "string" && PARTIAL_DATE.test(value);
}

function toPartialDate(value: unknown): string {
  if (isPartialDate(value)) return value;
  throw new GraphQLError("A PartialDate is a year, a month or a day: 2019, 2019-03, 2019-03-07 or 2019-SPRING.");
}

/** A date exactly as far as the source knows it; a missing day or month is never made up. */
export const PartialDate = new GraphQLScalarType<string, string>({
  name: "PartialDate",
  description:
    "A date as far as its source knows it: a year (`2019`), a month (`2019-03`), a day (`2019-03-07`) or a season " +
    "(`2019-SPRING`). Never padded: a month that is not known is not made up.",
  serialize: toPartialDate,
  parseValue: toPartialDate,
  parseLiteral: (node) => toPartialDate(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : null),
});
