import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  valueFromASTUntyped,
  visit,
} from "graphql";
import type { Log } from "../../upstream/index.js";
import { delicateVariables, isFaithful } from "./faithful.js";

/** What a compiled operation says went wrong with a field; not graphql-js's own class, but it reads the same. */
export interface FieldError {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  originalError?: Error & { extensions?: Record<string, unknown> };
}

export interface CompiledResult extends Omit<ExecutionResult, "errors"> {
  errors?: readonly FieldError[];
}

/** An operation as a function: no walk through the document and the schema any more. */
export type CompiledOperation = (
  context: object,
  variables: Record<string, unknown>,
) => CompiledResult | Promise<CompiledResult>;

export interface OperationId {
  query: string;
  operationName: string | null;
  document: DocumentNode;
}

export interface CompilerOptions {
  schema: GraphQLSchema;
  /** What the root's fields are read from where they have no resolver. */
  rootValue?: unknown;
  log: Log;
}

interface Known {
  times: number;
  /** Whether it is compiled, or known to be better left as it is. */
  isTried: boolean;
  run: CompiledOperation | null;
}

/** Compiling takes as long as some fifty executions of the same operation: once or twice may have been all. */
const TIMES_BEFORE_COMPILING = 3;
const MOST_KNOWN = 500;
/** What is asked often need not be moved to the end each time. */
const TIMES_BEFORE_MOVING = 50;
const LONGEST_COMPILED = 10_000;

/** Operations that are asked often, compiled. Only what has been validated and executed once may get in. */
export class CompiledOperations {
  readonly #known = new Map<string, Known>();
  #compiling = false;

  constructor(private readonly options: CompilerOptions) {}

  find({ query, operationName }: Pick<OperationId, "query" | "operationName">): CompiledOperation | null {
    return this.#known.get(keyOf(query, operationName))?.run ?? null;
  }

  /** Counts an operation that passed validation; when that is often, compiles it behind. */
  sawValid(operation: OperationId): void {
    const key = keyOf(operation.query, operation.operationName);
    const known = this.#known.get(key) ?? { times: 0, isTried: false, run: null };
    known.times++;
    if (known.run === null || known.times % TIMES_BEFORE_MOVING === 0) {
      // Put last, so that the first is what was not asked for longest.
      this.#known.delete(key);
      this.#known.set(key, known);
      if (this.#known.size > MOST_KNOWN) this.#known.delete(this.#known.keys().next().value ?? "");
    }
    if (known.isTried || known.times < TIMES_BEFORE_COMPILING || this.#compiling) return;
    known.isTried = true;
    // What is compiled reads properties and calls none, as resolvers of a root value would have to be.
    if (this.options.rootValue !== undefined || !isWorthIt(operation)) return;
    this.#compiling = true;
    void this.#compile(operation, known).finally(() => {
      this.#compiling = false;
    });
  }

  /** Loads the compiler. It brings a tenth of a second of modules with it, which are better loaded when nobody waits. */
  load(): Promise<typeof import("graphql-jit")> {
    return import("graphql-jit");
  }

  async #compile({ document, operationName }: OperationId, known: Known): Promise<void> {
    const { schema, log } = this.options;
    const { compileQuery } = await this.load();
    try {
      const options = { disablingCapturingStackErrors: true };
      const compiled = compileQuery(schema, document, operationName ?? undefined, options);
      if (!("query" in compiled)) return;
      const defaults = defaultsOf(document, operationName);
      const delicate = delicateVariables(document, operationName);
      known.run = (context, variables) => {
        const given = { ...defaults, ...variables };
        // Not executed: the usual way will.
        if (delicate.some((name) => given[name] === undefined || given[name] === null)) return {};
        return compiled.query(undefined, context, given) as CompiledResult;
      };
    } catch (error) {
      log.warn({ reason: String(error) }, "an operation cannot be compiled: going on without");
    }
  }
}

function keyOf(query: string, operationName: string | null): string {
  return operationName === null ? query : `${operationName}\n${query}`;
}

/** graphql-jit misses a variable that is not given, has a default and may not be null; so it is always given. */
function defaultsOf(document: DocumentNode, operationName: string | null): Record<string, unknown> {
  const variables = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  return Object.fromEntries(
    variables.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

/** Introspection is asked once, and deferred fragments are delivered by another executor. */
function isWorthIt({ query, document, operationName }: OperationId): boolean {
  if (query.length > LONGEST_COMPILED || !isFaithful(document, operationName)) return false;
  let isWorth = true;
  visit(document, {
    Field: ({ name }) => {
      if (name.value === "__schema" || name.value === "__type") isWorth = false;
    },
    [Kind.DIRECTIVE]: ({ name }: { name: { value: string } }) => {
      if (name.value === "defer") isWorth = false;
    },
  });
  return isWorth;
}
