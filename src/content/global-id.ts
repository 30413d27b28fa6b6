import { Field, ID, InterfaceType } from "type-graphql";

/** Everything that `node(id)` can find again. */
@InterfaceType("Node", {
  description: "A record that can be fetched again by its global id with `node(id)`.",
  // Records are plain objects, so their type is read from their id.
  resolveType: (record: { id: string }) => fromGlobalId(record.id)?.type ?? "",
})
export abstract class Node {
  @Field(() => ID, {
    description:
      "The global id, such as `HealthTopic:122`. Treat it as opaque: pass it to `node(id)`, do not build it.",
  })
  id!: string;
}

/** The global id of a record: its type and natural key. */
export function toGlobalId(type: string, key: string): string {
  return `${type}:${key}`;
}

/** The type and natural key in a global id, or null when the text is none. */
export function fromGlobalId(id: string): { type: string; key: string } | null {
  const colon = id.indexOf(":");
  return colon > 0 && colon < id.length - 1 ? { type: id.slice(0, colon), key: id.slice(colon + 1) } : null;
}
