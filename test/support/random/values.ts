import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from "graphql";
import type { Tape } from "./tape.js";

/** Values worth asking with, by the argument's name: most of them name a bundled record that fills many fields. */
const USUAL: Readonly<Record<string, readonly unknown[]>> = {
  slug: ["miscarriage", "asthma", "diabetes", "migraine"],
  topicId: ["245", "1"],
  articleId: ["article/001488", "article/000141", "article/000080", "article/999999"],
  pmid: ["31978945", "33301246", "99000029", "30894356", "99000008", "99000028", "99000013", "99000002", "999999999"],
  pmids: ["33301246", "12479763", "31067371", "99000014", "9500320", "99000004", "999999999"],
  nctId: ["NCT00000542", "NCT09900055", "NCT09900001", "NCT09900066", "NCT09900061", "NCT09900071", "NCT99999999"],
  nctIds: ["NCT09900055", "NCT09900001", "NCT09900057", "NCT01511458", "NCT09900064", "NCT99999999"],
  id: [
    "HealthTopic:245",
    "JournalArticle:31978945",
    "ClinicalTrial:NCT00000542",
    "EncyclopediaArticle:article/001488:en",
    "HealthTopic:1",
  ],
  query: ["asthma", "migraine", "stroke", "asthna"],
  condition: ["asthma", "hypertension"],
  intervention: ["placebo", "insulin"],
  location: ["Boston", "France"],
  sponsor: ["NHLBI"],
  prefix: ["a", "dia", "asth"],
  code: ["O03.9", "J45"],
  advanced: ["asthma[ti]", "AREA[Phase]PHASE3"],
  url: ["https://medlineplus.gov/asthma.html", "https://medlineplus.gov/ency/article/001488.htm"],
  startsWith: ["A", "m"],
  group: ["25"],
  from: [2019, 2010],
  to: [2020, 2024],
  latitude: [42.36, 42],
  longitude: [-71.06],
  radiusKm: [80, 500.5],
  languages: ["eng", "English"],
  meshHeadings: ["Asthma"],
  publicationTypes: ["Review"],
};

/** What such an argument cannot mean, although its type allows it. */
const ABSURD: Readonly<Record<string, readonly unknown[]>> = {
  articleId: ["001488"],
  pmid: ["abc", "0"],
  nctId: ["NCT"],
  id: ["Nothing", "HealthTopic:"],
  query: ['a"b\\c', "AREA[x] OR [mh]"],
  term: ["AREA["],
  code: ["drop table"],
  after: ["nonsense"],
  before: ["nonsense"],
  url: ["file:///etc/passwd"],
  latitude: [91],
  longitude: [181],
};

const DATES = ["2019", "2020-03", "2021-03-07"];
const STRANGE = [
  "",
  " ",
  "ü‏",
  "🙂",
  "%00",
  "../../etc/passwd",
  "x\r\nhost: evil",
  "<b>",
  "\ud800",
  "\u0000",
  "a".repeat(10_000),
];
const INTEGERS = [0, -1, 101, 2_147_483_647, -2_147_483_648];
const FLOATS = [0, -0.5, 1e308, 5e-324, 7];

/** How seldom a value is not a usual one. */
const STRANGE_ONCE_IN = 16;

/** Chooses values, as JSON, that a type takes. */
export class Values {
  constructor(
    private readonly tape: Tape,
    private readonly wishes: ReadonlySet<string>,
    private readonly written: Set<string>,
  ) {}

  of(name: string, type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.present(name, type.ofType);
    return this.wishes.size === 0 && this.tape.once(STRANGE_ONCE_IN) ? null : this.present(name, type);
  }

  /** Not null, whatever the type allows. */
  present(name: string, type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.present(name, type.ofType);
    if (isListType(type)) return this.#list(name, type.ofType);
    if (isEnumType(type)) return this.#enum(type.name, type.getValues());
    if (!isInputObjectType(type)) return this.#scalar(name, type.name);
    const fields = Object.values(type.getFields()).filter((field) => {
      const isGiven = this.wishes.has(`${type.name}.${field.name}`) || this.tape.once(6);
      return isGiven || isNonNullType(field.type);
    });
    for (const field of fields) this.written.add(`${type.name}.${field.name}`);
    return Object.fromEntries(fields.map((field) => [field.name, this.of(field.name, field.type)]));
  }

  #list(name: string, type: GraphQLInputType): unknown[] {
    const least = this.wishes.size > 0 || !this.tape.once(STRANGE_ONCE_IN) ? 1 : 0;
    return Array.from({ length: least + this.tape.below(3) }, () => this.of(name, type));
  }

  #enum(name: string, values: readonly { name: string }[]): string {
    const wished = values.find((value) => this.wishes.has(`${name}.${value.name}`));
    const chosen = (wished ?? this.tape.one(values)).name;
    this.written.add(`${name}.${chosen}`);
    return chosen;
  }

  #scalar(name: string, type: string): unknown {
    const { tape } = this;
    if (type === "Boolean") return tape.below(2) === 1;
    if (type === "PartialDate") return tape.one(DATES);
    const isStrange = tape.once(STRANGE_ONCE_IN);
    if (type === "Int") return tape.one(isStrange ? INTEGERS : (USUAL[name] ?? [2, 1, 3, 4]));
    if (type === "Float") return tape.one(isStrange ? [...FLOATS, ...(ABSURD[name] ?? [])] : (USUAL[name] ?? [2]));
    if (type === "ID" && isStrange && tape.once(3)) return tape.below(1_000);
    return tape.one(isStrange ? [...STRANGE, ...(ABSURD[name] ?? [])] : (USUAL[name] ?? ["asthma"]));
  }
}
