import fc, { type GeneratorValue } from "fast-check";
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";

/** Values worth asking with, by the argument's name: some of them name a bundled record, some nothing, some are absurd. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  slug: ["miscarriage", "asthma", "diabetes", "migraine", "nosuchtopic"],
  topicId: ["245", "1", "x"],
  articleId: ["article/001488", "article/000141", "article/999999", "001488"],
  pmid: ["31978945", "12479763", "29171818", "999999999", "abc"],
  pmids: ["31978945", "12479763", "999999999"],
  nctId: ["NCT00000542", "NCT00000542", "NCT99999999", "NCT"],
  nctIds: ["NCT00000542", "NCT99999999"],
  id: [
    "HealthTopic:245",
    "JournalArticle:31978945",
    "ClinicalTrial:NCT00000542",
    "EncyclopediaArticle:article/001488:en",
  ],
  query: ["asthma", "migraine", "stroke", "diabetes", 'a"b\\c', "AREA[x] OR [mh]"],
  condition: ["asthma", "hypertension"],
  term: ["asthma", "AREA["],
  prefix: ["a", "dia", ""],
  code: ["O03.9", "J45", "drop table"],
  advanced: ["asthma[ti]", "AREA[Phase]PHASE3"],
  after: ["nonsense"],
  before: ["nonsense"],
  url: ["https://medlineplus.gov/asthma.html", "https://medlineplus.gov/ency/article/001488.htm", "file:///etc/passwd"],
  startsWith: ["A", "m"],
  from: [2019, 2023, -1],
  to: [2020, 2024],
  first: [1, 2, 3, 4, 2, 3, 1, 2, 0, 101],
  last: [1, 2],
  latitude: [42.36, 91],
  longitude: [-71.06, 181],
  radiusKm: [80, -1],
};

/** Arguments without which a field has nothing to answer; the others are given now and then. */
const USUAL = new Set(["slug", "articleId", "query", "condition", "first"]);

const DEEPEST = 5;
const MOST_SELECTIONS = 4;

/** Random operations that are valid for a schema, with nothing in them but literals. */
export function randomOperation(schema: GraphQLSchema): fc.Arbitrary<string> {
  const query = schema.getQueryType();
  if (!query) throw new Error("The schema has no queries");
  return fc.gen().map((draw) => new Writer(schema, draw).selections(query, 0));
}

class Writer {
  #names = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly draw: GeneratorValue,
  ) {}

  selections(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.#below(MOST_SELECTIONS);
    const chosen = Array.from({ length: count }, () => this.#selection(type, depth));
    return `{ ${chosen.join(" ")} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    if (isAbstractType(type)) {
      const possible = this.schema.getPossibleTypes(type);
      const one = this.#one(possible);
      return `__typename ... on ${one.name} ${this.selections(one, depth)}`;
    }
    const fields = Object.values(type.getFields()).filter(({ name }) => !name.startsWith("_"));
    const shallow = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const field = depth >= DEEPEST ? this.#oneOrNone(shallow) : this.#one(fields);
    return field ? this.#field(field, depth) : "__typename";
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const given = field.args.flatMap((argument) => this.#argument(argument) ?? []);
    const inside = isCompositeType(type) ? ` ${this.selections(type, depth + 1)}` : "";
    // Every use has a name of its own: two with different arguments could not be merged.
    const written = given.length > 0 ? `(${given.join(", ")})` : "";
    return `f${this.#names++}: ${field.name}${written}${inside}`;
  }

  #argument({ name, type, defaultValue }: GraphQLArgument): string | null {
    const isRequired = isNonNullType(type) && defaultValue === undefined;
    const chance = USUAL.has(name) ? 8 : 1;
    if (!isRequired && this.#below(9) >= chance) return null;
    return `${name}: ${this.#value(name, type)}`;
  }

  #value(name: string, type: GraphQLInputType): string {
    if (isNonNullType(type)) return this.#value(name, type.ofType);
    if (isListType(type)) {
      const items = Array.from({ length: this.#below(4) }, () => this.#value(name, type.ofType));
      return `[${items.join(", ")}]`;
    }
    if (isEnumType(type)) return this.#one(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields());
      const given = fields.filter((field) => isNonNullType(field.type) || this.#below(6) === 0);
      return `{${given.map((field) => `${field.name}: ${this.#value(field.name, field.type)}`).join(", ")}}`;
    }
    return this.#scalar(name, type.name);
  }

  #scalar(name: string, type: string): string {
    if (type === "Boolean") return String(this.#below(2) === 1);
    if (type === "PartialDate") return this.#one(['"2019"', '"2020-03"', '"2021-03-07"']);
    const values = VALUES[name];
    if (values) return JSON.stringify(this.#one(values));
    return type === "Int" || type === "Float" ? String(this.#below(5)) : JSON.stringify(this.#one(["asthma", "", "ü‏"]));
  }

  #below(limit: number): number {
    return this.draw(fc.nat, { max: limit - 1 });
  }

  #one<T>(items: readonly T[]): T {
    const item = items[this.#below(items.length)];
    if (item === undefined) throw new Error("There is nothing to choose from");
    return item;
  }

  #oneOrNone<T>(items: readonly T[]): T | null {
    return items.length === 0 ? null : this.#one(items);
  }
}
