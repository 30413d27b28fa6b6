/** What requests are counted under that do not ask a committed operation. */
export const OTHER = "other";

const NAMED = /^\s*(?:#[^\n]*\n\s*)*query\s+(\w+)/;

/** Gives an operation's name for use as a label. Callers can make up names without end, so only known ones count. */
export class OperationLabels {
  constructor(private readonly known: ReadonlySet<string>) {}

  of(name: string | null | undefined): string {
    return name && this.known.has(name) ? name : OTHER;
  }

  /** The label of a request that was not parsed. */
  ofRequest({ operationName, query = "" }: { operationName?: string; query?: string }): string {
    return this.of(operationName ?? NAMED.exec(query)?.[1]);
  }
}
