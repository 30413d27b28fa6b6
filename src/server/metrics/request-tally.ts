import { Distribution } from "../../upstream/index.js";
import type { Exchange } from "../exchange.js";
import type { Visit } from "../visit.js";
import type { OperationLabels } from "./operation-label.js";

/** How a request ended: whole, with errors beside its data, refused by the gateway, or failed in it. */
export const OUTCOMES = ["ok", "partial", "refused", "failed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What became of the requests for one operation. */
export interface OperationTally {
  outcomes: Record<Outcome, number>;
  /** How long they took, seconds. */
  duration: Distribution;
}

const DURATION_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts the requests that were not answered by bytes in memory, by operation. */
export class RequestTally {
  readonly operations = new Map<string, OperationTally>();

  constructor(private readonly labels: OperationLabels) {}

  /** Counts a request at its end; one that was refused before it was read has no operation to be counted under. */
  add({ exchange, response, arrivedAt }: Visit): void {
    if (!exchange) return;
    const label = this.labels.of(exchange.operationName);
    let tally = this.operations.get(label);
    if (!tally) {
      tally = { outcomes: { ok: 0, partial: 0, refused: 0, failed: 0 }, duration: new Distribution(DURATION_BOUNDS) };
      this.operations.set(label, tally);
    }
    tally.outcomes[outcomeOf(exchange, response.statusCode)]++;
    tally.duration.add((performance.now() - arrivedAt) / 1_000);
  }
}

function outcomeOf({ errorCodes, isWhole, isExecuted }: Exchange, status: number): Outcome {
  if (status >= 500) return "failed";
  if (status >= 400 || (errorCodes.length > 0 && !isExecuted)) return "refused";
  return errorCodes.length > 0 && !isWhole ? "partial" : "ok";
}
