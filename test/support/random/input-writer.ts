import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";
import type { ArgumentPlan } from "./plan.js";
import type { Tape } from "./tape.js";
import { Values } from "./values.js";

/** Arguments without which a field has nothing to answer; the others are given now and then. */
const USUAL = new Set(["slug", "articleId", "query", "condition", "first"]);

/** The place that a value stands in. */
interface Place {
  name: string;
  type: GraphQLInputType;
  /** Whether the place has a value of its own when none is given. */
  hasDefault: boolean;
}

/** Writes arguments, as literals and as variables. */
export class InputWriter {
  readonly declared: string[] = [];
  readonly given: Record<string, unknown> = {};
  readonly #values: Values;

  constructor(
    private readonly tape: Tape,
    private readonly wishes: ReadonlySet<string>,
    private readonly written: Set<string>,
  ) {
    this.#values = new Values(tape, wishes, written);
  }

  /** `name: value`; null when it is left out. */
  argument({ key, name, type, isRequired, hasDefault }: ArgumentPlan): string | null {
    const isWished = this.wishes.has(key);
    if (!isRequired && !isWished && this.tape.below(9) >= (USUAL.has(name) ? 8 : 1)) return null;
    this.written.add(key);
    const place = { name, type, hasDefault };
    const value = isWished ? this.#values.present(name, type) : this.#values.of(name, type);
    if (!this.wishes.has(`$${key}`)) return `${name}: ${this.#anyhow(place, value)}`;
    this.written.add(`$${key}`);
    return `${name}: ${this.#variable(place, value)}`;
  }

  /** A Boolean for a directive. */
  condition(type: GraphQLInputType): string {
    return this.#anyhow({ name: "if", type, hasDefault: false }, this.tape.below(2) === 1);
  }

  #anyhow(place: Place, value: unknown): string {
    return this.tape.once(3) || !canBeLiteral(value) ? this.#variable(place, value) : this.#literal(place, value);
  }

  /** A literal, in which there may be variables. */
  #literal({ name, type }: Place, value: unknown): string {
    const nullable = getNullableType(type);
    const inner = (inside: GraphQLInputType, item: unknown, hasDefault = false, key = name): string =>
      this.#anyhow({ name: key, type: inside, hasDefault }, item);
    if (isListType(nullable) && Array.isArray(value)) {
      const items = value.map((item) => inner(nullable.ofType, item));
      const [only = "$"] = items;
      // A literal stands for a list of one; a variable must have the list's own type.
      return items.length === 1 && !only.startsWith("$") && this.tape.once(4) ? only : `[${items.join(", ")}]`;
    }
    if (isInputObjectType(nullable) && typeof value === "object" && value !== null) {
      const fields = Object.entries(value).map(([key, item]) => {
        const field = nullable.getFields()[key];
        return field ? `${key}: ${inner(field.type, item, field.defaultValue !== undefined, key)}` : "";
      });
      return `{${fields.join(", ")}}`;
    }
    return printConstant(type, value);
  }

  #variable(place: Place, value: unknown): string {
    const { tape } = this;
    const name = `v${this.declared.length}`;
    this.written.add(`$${getNamedType(place.type).name}`);
    const isStrict = isNonNullType(place.type);
    const other = tape.once(4) ? this.#values.present(place.name, place.type) : null;
    const hasDefault = other !== null && canBeLiteral(other);
    const mayBeNull = !isStrict || ((hasDefault || place.hasDefault) && tape.once(2));
    const tight = value !== null && (!mayBeNull || tape.once(4));
    const type = `${getNullableType(place.type)}${tight ? "!" : ""}`;
    this.declared.push(`$${name}: ${type}${hasDefault ? ` = ${printConstant(place.type, other)}` : ""}`);
    const mayBeLeft = hasDefault || !tight;
    if (mayBeLeft && tape.once(6)) return `$${name}`;
    // A variable that holds null in a place that takes none is an error of that field, found while executing.
    this.given[name] = !tight && tape.once(12) ? null : this.#loosened(place.type, value);
    return `$${name}`;
  }

  /** One item stands for a list of one. */
  #loosened(type: GraphQLInputType, value: unknown): unknown {
    const isAlone =
      isListType(getNullableType(type)) && Array.isArray(value) && value.length === 1 && value[0] !== null;
    return isAlone && this.tape.once(4) ? value[0] : value;
  }
}

/** Half of a character pair cannot be written in a document, only in a variable. */
function canBeLiteral(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  return typeof value !== "object" || value === null || Object.values(value).every(canBeLiteral);
}

function printConstant(type: GraphQLInputType, value: unknown): string {
  const nullable = getNullableType(type);
  if (value === null) return "null";
  if (isListType(nullable)) {
    const items = Array.isArray(value) ? value : [value];
    return `[${items.map((item) => printConstant(nullable.ofType, item)).join(", ")}]`;
  }
  if (isInputObjectType(nullable) && typeof value === "object" && value !== null) {
    const fields = nullable.getFields();
    const written = Object.entries(value).flatMap(([key, item]) => {
      const field = fields[key];
      return field ? [`${key}: ${printConstant(field.type, item)}`] : [];
    });
    return `{${written.join(", ")}}`;
  }
  return isEnumType(nullable) ? String(value) : JSON.stringify(value);
}
