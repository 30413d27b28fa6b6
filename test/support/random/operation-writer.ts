import { GraphQLBoolean, GraphQLNonNull } from "graphql";
import { InputWriter } from "./input-writer.js";
import { type Aim, type FieldPlan, keyOf, type SchemaPlan, type Step, type TypePlan } from "./plan.js";
import type { Tape } from "./tape.js";

/** An operation as it can be asked. */
export interface Operation {
  query: string;
  variables: Record<string, unknown>;
  operationName?: string;
  /** What it is made of: keys of the plan, and kinds of syntax. */
  written: ReadonlySet<string>;
}

const DEEPEST = 5;
const MOST_SELECTIONS = 4;
const CONDITION = new GraphQLNonNull(GraphQLBoolean);

/** The names that an object's answer has so far; a name is not used for two things. */
type Scope = Set<string>;

interface Fragment {
  name: string;
  on: string;
  names: ReadonlySet<string>;
}

/** Writes one operation that is valid, and contains what is aimed at. */
export class OperationWriter {
  readonly #written = new Set<string>();
  readonly #inputs: InputWriter;
  readonly #fragments: Fragment[] = [];
  readonly #definitions: string[] = [];
  #count = 0;

  constructor(
    private readonly plan: SchemaPlan,
    private readonly tape: Tape,
    private readonly aim: Aim,
  ) {
    this.#inputs = new InputWriter(tape, aim.wishes, this.#written);
  }

  write(): Operation {
    const { tape } = this;
    const selected = this.#selections(this.plan.query, 0, this.aim.path, new Set());
    const { declared, given } = this.#inputs;
    const header = declared.length > 0 ? `(${declared.join(", ")})` : "";
    const hasOther = tape.once(12);
    const name = hasOther || tape.once(2) ? "Asked" : "";
    const start = name || header ? `query ${name}${header} ` : "";
    const other = hasOther ? ["query Other { __typename }"] : [];
    return {
      query: [...other, `${start}${selected}`, ...this.#definitions].join("\n"),
      variables: given,
      ...((hasOther || (name && tape.once(2))) && { operationName: name }),
      written: this.#written,
    };
  }

  #selections(type: TypePlan, depth: number, path: readonly Step[], scope: Scope): string {
    // What an object is can only be checked when it says so.
    const parts = type.possible.length > 0 ? ["__typename"] : [];
    const [step, ...rest] = path;
    if (step) parts.push(this.#step(step, depth, rest, scope));
    const more = this.tape.below(MOST_SELECTIONS) + (parts.length > 0 ? 0 : 1);
    for (let turn = 0; turn < more; turn++) parts.push(this.#selection(type, depth, scope));
    return `{ ${parts.join(" ")} }`;
  }

  #step(step: Step, depth: number, rest: readonly Step[], scope: Scope): string {
    this.#written.add(keyOf(step));
    if ("field" in step) return this.#field(step.field, depth, rest, scope);
    return `... on ${step.on.name} ${this.#selections(step.on, depth, rest, scope)}`;
  }

  #selection(type: TypePlan, depth: number, scope: Scope): string {
    const { tape } = this;
    const isDeep = depth >= DEEPEST;
    if (!isDeep && (tape.once(7) || (type.possible.length > 0 && tape.once(2))))
      return this.#fragment(type, depth, scope);
    const fields = isDeep || tape.once(3) ? type.leaves : type.fields;
    return fields.length === 0 ? `n${this.#count++}: __typename` : this.#field(tape.one(fields), depth, [], scope);
  }

  #field(field: FieldPlan, depth: number, path: readonly Step[], scope: Scope): string {
    const { tape } = this;
    this.#written.add(field.key);
    const given = field.args.flatMap((argument) => this.#inputs.argument(argument) ?? []);
    const isPlain = !scope.has(field.name) && tape.once(2);
    const name = isPlain ? field.name : `f${this.#count++}: ${field.name}`;
    this.#written.add(isPlain ? "no alias" : "alias");
    if (isPlain) scope.add(field.name);
    const head = `${name}${given.length > 0 ? `(${given.join(", ")})` : ""}`;
    const directives = path.length > 0 ? "" : this.#directives("field");
    if (!field.type) return `${head}${directives}`;
    const inner: Scope = new Set();
    const whole = `${head}${directives} ${this.#selections(field.type, depth + 1, path, inner)}`;
    if (!tape.once(8)) return whole;
    // The same field again: both selections are merged.
    this.#written.add("merged");
    return `${whole} ${head}${this.#directives("field")} ${this.#selections(field.type, depth + 1, [], inner)}`;
  }

  #fragment(type: TypePlan, depth: number, scope: Scope): string {
    const { tape } = this;
    const on = type.possible.length > 0 ? tape.one([...type.possible, type]) : type;
    const kind = tape.one(["... on", "...", "fragment", "fragment again"] as const);
    this.#written.add(kind);
    const directives = this.#directives("fragment");
    if (kind === "...") return `...${directives} ${this.#selections(type, depth + 1, [], scope)}`;
    if (kind === "... on") return `... on ${on.name}${directives} ${this.#selections(on, depth + 1, [], scope)}`;
    const known = this.#fragments.find((one) => one.on === on.name && one.names.isDisjointFrom(scope));
    if (kind === "fragment again" && known) {
      for (const name of known.names) scope.add(name);
      return `...${known.name}${directives} ...${known.name}${this.#directives("fragment")}`;
    }
    const names: Scope = new Set(scope);
    const selected = this.#selections(on, depth + 1, [], names);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push({ name, on: on.name, names: names.difference(scope) });
    this.#definitions.push(`fragment ${name} on ${on.name} ${selected}`);
    for (const used of names) scope.add(used);
    return `...${name}${directives}`;
  }

  #directives(place: "field" | "fragment"): string {
    const { tape } = this;
    const kinds = ["@include", "@skip", "@include @skip", ...(place === "fragment" ? ["@defer", "@defer(if)"] : [])];
    if (!tape.once(place === "fragment" ? 3 : 10)) return "";
    const kind = tape.one(kinds);
    this.#written.add(`${kind} on a ${place}`);
    if (kind === "@defer") return ` @defer(label: "part ${this.#count++}")`;
    if (kind === "@defer(if)") return ` @defer(if: ${this.#inputs.condition(CONDITION)})`;
    const written = kind.split(" ").map((directive) => `${directive}(if: ${this.#inputs.condition(CONDITION)})`);
    return ` ${written.join(" ")}`;
  }
}
