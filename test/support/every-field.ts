import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, type GraphQLOutputType, getNamedType, isLeafType, isObjectType } from "graphql";

const schema = buildSchema(readFileSync(join(import.meta.dirname, "../../schema/schema.graphql"), "utf8"), {
  assumeValidSDL: true,
});

/** Fields that lead to other records, to searches, or out of the record itself. */
const LEADING_AWAY = new Set([
  "healthTopics",
  "journalArticles",
  "clinicalTrials",
  "encyclopediaArticles",
  "citedBy",
  "similarArticles",
  "relatedTopics",
  "translation",
  "pageInfo",
  "edges",
  "target",
  "record",
  "topic",
  "article",
  "trial",
]);

/** A selection of everything that a type's records hold, without the fields that lead to other records. */
export function everyField(typeName: string, deepest = 6): string {
  const type = schema.getType(typeName);
  return type && "getFields" in type ? (selectionOf(type as GraphQLOutputType, [], deepest) ?? "") : "";
}

function selectionOf(type: GraphQLOutputType, above: readonly string[], deepest: number): string | null {
  const named = getNamedType(type);
  if (isLeafType(named)) return "";
  if (!isObjectType(named) || above.includes(named.name) || above.length >= deepest) return null;
  const fields = Object.values(named.getFields()).flatMap((field) => {
    if (LEADING_AWAY.has(field.name)) return [];
    const inner = selectionOf(field.type, [...above, named.name], deepest);
    return inner === null ? [] : [`${field.name} ${inner}`];
  });
  return fields.length === 0 ? null : `{ ${fields.join(" ")} }`;
}

/** The paths of everything that is filled, list places left out. */
export function filledPaths(value: unknown, path = ""): Set<string> {
  if (value === null || value === undefined || value === "") return new Set();
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...filledPaths(item, path)]));
  if (typeof value !== "object") return new Set([path]);
  return new Set(
    Object.entries(value).flatMap(([key, inner]) => [...filledPaths(inner, path ? `${path}.${key}` : key)]),
  );
}
