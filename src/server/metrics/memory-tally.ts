import type { AnswerMemory } from "../response-cache/answer-memory.js";
import type { StoredAnswer } from "../response-cache/stored-answer.js";
import type { OperationLabels } from "./operation-label.js";

/**
 * Counts the requests that were answered by bytes in memory, by operation. Such a request only raises a number in its
 * answer; the numbers are added up when somebody asks, and when an answer is let go.
 */
export class MemoryTally {
  readonly #gone = new Map<string, number>();
  readonly #labelOf = new WeakMap<StoredAnswer, string>();

  constructor(
    private readonly memory: AnswerMemory,
    private readonly labels: OperationLabels,
  ) {
    memory.onDelete = (answer) => this.#add(this.#gone, answer);
  }

  counts(): ReadonlyMap<string, number> {
    const counts = new Map(this.#gone);
    for (const answer of this.memory.answers()) this.#add(counts, answer);
    return counts;
  }

  #add(counts: Map<string, number>, answer: StoredAnswer): void {
    if (answer.repeats === 0) return;
    let label = this.#labelOf.get(answer);
    if (label === undefined) {
      label = this.labels.ofRequest(answer.request);
      this.#labelOf.set(answer, label);
    }
    counts.set(label, (counts.get(label) ?? 0) + answer.repeats);
  }
}
