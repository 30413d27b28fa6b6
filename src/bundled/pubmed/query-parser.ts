/** One operand of a query: words or a quoted phrase, perhaps limited to a field, perhaps a range. */
export interface QueryTerm {
  kind: "term";
  text: string;
  quoted: boolean;
  /** What stood in the square brackets, without them; undefined when there were none. */
  tag: string | undefined;
  /** The other end of a range `a:b[tag]`. */
  until: string | undefined;
}

export type Operator = "AND" | "OR" | "NOT";

export interface QueryGroup {
  kind: "group";
  operator: Operator;
  left: QueryNode;
  right: QueryNode;
}

export type QueryNode = QueryTerm | QueryGroup;

/** The term cannot be read, as `((`. */
export class MalformedQuery extends Error {}

type Token = QueryTerm | "(" | ")" | Operator;

const QUOTED = /"([^"]*)"\s*(?:\[([^\]]*)\])?/y;
const BARE = /[^\s()"[\]]+/y;
const TAG = /\s*\[([^\]]*)\]/y;
const SKIPPED = /\s+|["[\]]/y;

class Lexer {
  private position = 0;
  private bare: string[] = [];
  readonly tokens: Token[] = [];

  constructor(private readonly text: string) {}

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (match) this.position = pattern.lastIndex;
    return match;
  }

  private endBareRun(tag?: string): void {
    if (this.bare.length === 0) return;
    const text = this.bare.join(" ");
    this.bare = [];
    this.tokens.push({ kind: "term", text, quoted: false, tag, until: undefined });
  }

  private readWord(word: string): void {
    if (word === "AND" || word === "OR" || word === "NOT") {
      this.endBareRun();
      this.tokens.push(word);
      return;
    }
    this.bare.push(word);
    const tag = this.take(TAG);
    if (tag) this.endBareRun(tag[1]);
  }

  read(): Token[] {
    while (this.position < this.text.length) {
      const character = this.text[this.position];
      const quoted = this.take(QUOTED);
      if (quoted) {
        this.endBareRun();
        this.tokens.push({ kind: "term", text: quoted[1] ?? "", quoted: true, tag: quoted[2], until: undefined });
      } else if (character === "(" || character === ")") {
        this.endBareRun();
        this.tokens.push(character);
        this.position += 1;
      } else {
        const word = this.take(BARE);
        if (word) this.readWord(word[0]);
        // Half a quote or half a bracket: the service reads on as if it were not there.
        else if (!this.take(SKIPPED)) this.position += 1;
      }
    }
    this.endBareRun();
    return this.tokens;
  }
}

/** Joins `"2020"[dp] : "2021"[dp]` and `2020:2021[dp]` into one term each. */
function joinRanges(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    const [next, other] = [tokens[index + 1], tokens[index + 2]];
    const isColon = typeof next === "object" && next.text === ":" && !next.quoted;
    if (typeof token === "object" && isColon && typeof other === "object") {
      joined.push({ ...token, tag: other.tag ?? token.tag, until: other.text });
      index += 2;
    } else joined.push(token);
  }
  return joined.map((token) => {
    const range = typeof token === "object" && !token.quoted && /^([\d/]+)\s*:\s*([\d/]+)$/.exec(token.text);
    return range ? { ...(token as QueryTerm), text: range[1] ?? "", until: range[2] } : token;
  });
}

const isOperator = (token: Token | undefined): token is Operator =>
  token === "AND" || token === "OR" || token === "NOT";

class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** Left to right and without precedence, as the service reads; neighbours without an operator are an AND. */
  private sequence(): QueryNode | null {
    let left: QueryNode | null = null;
    while (this.position < this.tokens.length && this.tokens[this.position] !== ")") {
      let operator: Operator = "AND";
      for (let token = this.tokens[this.position]; isOperator(token); token = this.tokens[this.position]) {
        operator = token;
        this.position += 1;
      }
      const right = this.operand();
      if (right) left = left ? { kind: "group", operator, left, right } : right;
    }
    return left;
  }

  private operand(): QueryNode | null {
    const token = this.tokens[this.position];
    if (token === undefined || token === ")") return null;
    this.position += 1;
    if (token !== "(") return token as QueryTerm;
    const inner = this.sequence();
    if (this.tokens[this.position] !== ")") throw new MalformedQuery("unbalanced parentheses");
    this.position += 1;
    return inner;
  }

  parse(): QueryNode | null {
    const node = this.sequence();
    if (this.position < this.tokens.length) throw new MalformedQuery("unbalanced parentheses");
    return node;
  }
}

/** Reads a PubMed term; null when nothing is asked. Throws MalformedQuery. */
export function parseQuery(text: string): QueryNode | null {
  return new Parser(joinRanges(new Lexer(text).read())).parse();
}
