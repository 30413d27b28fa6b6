import {
  type GraphQLResolveInfo,
  GraphQLScalarType,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
  visit,
} from "graphql";
import { Arg, Ctx, createUnionType, Field, Info, ObjectType, Query, Resolver } from "type-graphql";
import { badInput, fromGlobalId, quoted } from "../content/index.js";
import { ClinicalTrial } from "../sources/clinicaltrials/index.js";
import { EncyclopediaArticle } from "../sources/encyclopedia/index.js";
import { HealthTopic } from "../sources/medlineplus/index.js";
import { JournalArticle } from "../sources/pubmed/index.js";
import type { UnifiedContext } from "./context.js";
import { findRecord } from "./node.resolver.js";

/** The field by which another subgraph names a record of each type. */
const KEYS: Readonly<Record<string, string>> = {
  HealthTopic: "id",
  EncyclopediaArticle: "id",
  JournalArticle: "pmid",
  ClinicalTrial: "nctId",
};

/** What only a router asks for; it is no part of the schema that it composes. */
const FEDERATION_TYPES = new Set(["_Any", "_Entity", "_Service"]);
const FEDERATION_FIELDS = new Set(["_entities", "_service"]);

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])';

/** A type that several subgraphs may define alike. */
const SHARED_TYPES = new Set(["PageInfo"]);

const Representation = new GraphQLScalarType<object, object>({
  name: "_Any",
  description: "A record as another subgraph names it: `__typename` and the key field.",
});

const Entity = createUnionType({
  name: "_Entity",
  description: "The types that other subgraphs may extend.",
  types: () => [HealthTopic, EncyclopediaArticle, JournalArticle, ClinicalTrial] as const,
  resolveType: ({ id }) => fromGlobalId(id)?.type,
});

@ObjectType("_Service", { simpleResolvers: true, description: "This gateway as a subgraph of an Apollo Federation." })
class Service {
  @Field(() => String, { description: "The schema with its keys, for a router to compose." })
  sdl!: string;
}

/** Makes the gateway a subgraph: other schemas can add fields to its records and refer to them by key. */
@Resolver()
export class SubgraphResolver {
  @Query(() => Service, { description: "What a federation router composes. Asks no upstream." })
  _service(@Info() { schema }: GraphQLResolveInfo): Service {
    return { sdl: subgraphSdl(schema) };
  }

  @Query(() => [Entity], {
    nullable: "itemsAndList",
    description: "Records by their keys, for a federation router; at most 100.",
  })
  _entities(
    @Arg("representations", () => [Representation], { description: "Records, each as `__typename` and its key." })
    representations: object[],
    @Ctx() context: UnifiedContext,
  ): unknown[] {
    if (representations.length > 100) {
      throw badInput("representations", `${representations.length} are given`, "at most 100");
    }
    return representations.map((representation) => toRecord(representation, context));
  }
}

/** A record, its promise, or the error that stands in its place; one bad representation costs only itself. */
function toRecord(representation: object, context: UnifiedContext): unknown {
  const { __typename: type, ...keys } = representation as Record<string, unknown>;
  const name = typeof type === "string" && Object.hasOwn(KEYS, type) ? KEYS[type] : undefined;
  const key = name === undefined ? undefined : keys[name];
  if (typeof type !== "string" || typeof key !== "string") {
    return badInput(
      "representations",
      `${quoted(JSON.stringify(representation))} names no record`,
      "a type with its key",
    );
  }
  try {
    return findRecord(name === "id" ? key : `${type}:${key}`, "representations", context);
  } catch (error) {
    return error;
  }
}

const printed = new WeakMap<GraphQLSchema, string>();

/** The schema as a router composes it: with keys, and without the fields that only the router uses. */
function subgraphSdl(schema: GraphQLSchema): string {
  const known = printed.get(schema);
  if (known !== undefined) return known;
  const document = visit(parse(printSchema(schema)), {
    ObjectTypeDefinition: (node) => (FEDERATION_TYPES.has(node.name.value) ? null : withDirectives(node)),
    UnionTypeDefinition: (node) => (FEDERATION_TYPES.has(node.name.value) ? null : undefined),
    ScalarTypeDefinition: (node) => (FEDERATION_TYPES.has(node.name.value) ? null : undefined),
    FieldDefinition: (node) => (FEDERATION_FIELDS.has(node.name.value) ? null : undefined),
  });
  const sdl = `${LINK}\n\n${print(document)}\n`;
  printed.set(schema, sdl);
  return sdl;
}

function withDirectives(node: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode | undefined {
  const name = node.name.value;
  const key = KEYS[name];
  const text = key ? `@key(fields: "${key}")` : SHARED_TYPES.has(name) ? "@shareable" : null;
  if (text === null) return undefined;
  const definition = parse(`type X ${text} { x: Int }`).definitions[0];
  const directives = definition?.kind === Kind.OBJECT_TYPE_DEFINITION ? (definition.directives ?? []) : [];
  return { ...node, directives };
}
