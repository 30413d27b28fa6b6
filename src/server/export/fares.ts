import { GraphQLError, getOperationAST } from "graphql";
import type { Clock } from "../../upstream/index.js";
import type { Client } from "../access/client.js";
import { BudgetRefusal, type Charge, type Toll } from "../cost/toll.js";
import type { Variables } from "../cost/values.js";
import type { StoredOperation } from "../operations.js";
import { Refusal } from "../refusal.js";
import { createScreen } from "../screen/screen.js";
import type { OperationLimits } from "../screen/too-complex.js";
import { ExportError } from "./pages.js";

export interface FaresOptions {
  operation: StoredOperation;
  /** Those of every page; the cursor is added to them. */
  variables: Variables;
  client: Client;
  toll: Toll;
  limits: OperationLimits;
  clock: Clock;
}

/**
 * How long one export waits for its caller's budget in all, milliseconds. A short wait keeps a download whole. A long one
 * would keep one of few places from others, for somebody who has asked for more than their share: then the export ends
 * with its cursor, and whoever wants the rest comes back for it.
 */
const PATIENCE_MS = 30_000;

/** Pays for the pages of one export. Each costs what the same operation costs at `/graphql`. */
export class Fares {
  #patienceMs = PATIENCE_MS;

  constructor(private readonly options: FaresOptions) {}

  /**
   * Pays for the first page, before anything is asked.
   * @throws Refusal 429 when the caller cannot pay, 400 when the operation is above a limit
   */
  first(after: string | null): Charge {
    const { limits, operation, variables } = this.options;
    try {
      createScreen(limits)({ query: operation.text, variables }, "GET");
      return this.#charge(after);
    } catch (error) {
      throw error instanceof GraphQLError ? refusalOf(error) : error;
    }
  }

  /**
   * Pays for another page, once there is enough to pay it with.
   * @throws ExportError when that takes too long, the signal's reason when the caller has gone
   */
  async next(after: string | null, signal: AbortSignal): Promise<Charge> {
    for (;;) {
      try {
        return this.#charge(after);
      } catch (error) {
        if (!(error instanceof BudgetRefusal)) throw error;
        const { waitSeconds } = error;
        this.#patienceMs -= waitSeconds * 1_000;
        if (this.#patienceMs < 0) {
          throw new ExportError(`RATE_LIMITED: the budget is used up; go on from the cursor in ${waitSeconds} s`);
        }
        await this.options.clock.sleep(waitSeconds * 1_000, signal);
      }
    }
  }

  #charge(after: string | null): Charge {
    const { client, toll, operation, variables } = this.options;
    const { document } = operation;
    const definition = getOperationAST(document);
    if (!definition) throw new Error(`${operation.name} is not one operation`);
    return toll.charge(client, { document, operation: definition, variables: { ...variables, after } });
  }
}

function refusalOf({ message, extensions: { code, ...facts } }: GraphQLError): Refusal {
  const known = code === "OPERATION_TOO_COMPLEX" ? code : "BAD_USER_INPUT";
  return new Refusal(400, known, message, {}, facts);
}
