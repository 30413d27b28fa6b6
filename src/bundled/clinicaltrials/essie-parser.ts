import { parseRefusal, type Token, tokenize } from "./essie-lexer.js";
import { badRequest } from "./refusal.js";

export type Coverage = "FullMatch" | "StartsWith" | "EndsWith" | "Contains";

export type Expression =
  | { kind: "and" | "or"; of: Expression[] }
  | { kind: "not"; of: Expression }
  | { kind: "all" | "missing" }
  | { kind: "terms"; units: string[] }
  | { kind: "range"; from: string; to: string }
  | { kind: "distance"; argument: string }
  | { kind: "area"; name: string; of: Expression }
  | { kind: "coverage"; mode: Coverage; of: Expression }
  | { kind: "search"; name: string; of: Expression };

const COVERAGES = ["FullMatch", "StartsWith", "EndsWith", "Contains"];
const EXPANSIONS = ["None", "Term", "Concept", "Relaxation", "Lossy"];
const LONGEST_EXPRESSION = 8_000;
const MOST_TOKENS = 600;
const DEEPEST = 60;

/** Parses an Essie expression. Throws the service's refusal, in which `source` names the parameter. */
export function parseExpression(text: string, source: string): Expression {
  if (text.length > LONGEST_EXPRESSION) throw badRequest("Too complicated query");
  const tokens = tokenize(text, source);
  if (tokens.length > MOST_TOKENS) throw badRequest("Too complicated query");
  const reader = new Reader(tokens, source);
  const expression = reader.readOr(0);
  reader.expectEnd();
  return expression;
}

class Reader {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly source: string,
  ) {}

  readOr(depth: number): Expression {
    if (depth > DEEPEST) throw badRequest("Too complicated query");
    const of = [this.readAnd(depth)];
    while (this.take("OR")) of.push(this.readAnd(depth));
    return of.length === 1 && of[0] ? of[0] : { kind: "or", of };
  }

  expectEnd(): void {
    const token = this.peek();
    if (token !== undefined) throw parseRefusal(this.source, `mismatched input '${token.text}' expecting '<EOF>'`);
  }

  private readAnd(depth: number): Expression {
    const of = [this.readNot(depth)];
    while (this.goesOn()) {
      const joined = this.take("AND");
      if (!joined && this.peek()?.text === "OR" && this.peek()?.kind === "operator") break;
      of.push(this.readNot(depth));
    }
    return of.length === 1 && of[0] ? of[0] : { kind: "and", of };
  }

  private readNot(depth: number): Expression {
    if (this.take("NOT")) return { kind: "not", of: this.readNot(depth) };
    return this.readPrimary(depth);
  }

  private readPrimary(depth: number): Expression {
    const token = this.peek();
    if (token === undefined) throw parseRefusal(this.source, "inner bool query clause cannot be null");
    if (token.kind === "word" || token.kind === "phrase") return this.readTerms();
    if (token.kind === "operator" || token.kind === ")") {
      throw parseRefusal(this.source, `no viable alternative at input '${token.text}'`);
    }
    this.at += 1;
    if (token.kind === "bare") return { kind: token.text === "ALL" ? "all" : "missing" };
    if (token.kind === "call") return this.readCall(token.text, token.argument, depth);
    const inner = this.readOr(depth + 1);
    if (this.peek() === undefined) {
      const last = this.tokens.at(-1)?.text ?? "";
      throw parseRefusal(this.source, `no viable alternative at input '${last}'\nmissing ')' at '<EOF>'`);
    }
    this.at += 1;
    return inner;
  }

  private readTerms(): Expression {
    const units: string[] = [];
    for (let token = this.peek(); token?.kind === "word" || token?.kind === "phrase"; token = this.peek()) {
      units.push(token.text);
      this.at += 1;
    }
    return { kind: "terms", units };
  }

  private readCall(name: string, argument: string, depth: number): Expression {
    if (name === "DISTANCE") return { kind: "distance", argument };
    if (name === "RANGE") {
      const [from, to, ...more] = argument.split(",").map((each) => each.trim());
      if (!from || !to || more.length > 0) throw parseRefusal(this.source, `mismatched input '${argument}'`);
      return { kind: "range", from, to };
    }
    if (name === "COVERAGE" && !COVERAGES.includes(argument)) throw badRequest(`Invalid coverage: ${argument}`);
    if (name === "EXPANSION" && !EXPANSIONS.includes(argument)) throw badRequest(`Invalid expansion: ${argument}`);
    const of = this.readPrimary(depth + 1);
    if (name === "AREA") return { kind: "area", name: argument.trim(), of };
    if (name === "SEARCH") return { kind: "search", name: argument.trim(), of };
    return name === "COVERAGE" ? { kind: "coverage", mode: argument as Coverage, of } : of;
  }

  private goesOn(): boolean {
    const token = this.peek();
    return token !== undefined && token.kind !== ")";
  }

  private take(operator: "AND" | "OR" | "NOT"): boolean {
    const token = this.peek();
    if (token?.kind !== "operator" || token.text !== operator) return false;
    this.at += 1;
    return true;
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }
}
