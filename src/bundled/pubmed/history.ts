import { randomBytes } from "node:crypto";

const LIFETIME_MS = 8 * 3_600_000;
const MOST_HISTORIES = 1000;

interface Stored {
  sets: string[][];
  usedAt: number;
}

/** Result sets that a client may ask for again under a WebEnv and a query key. They last eight hours. */
export class History {
  private readonly stored = new Map<string, Stored>();

  constructor(private readonly now: () => Date) {}

  private find(webEnv: string): Stored | undefined {
    const history = this.stored.get(webEnv);
    return history && this.now().getTime() - history.usedAt < LIFETIME_MS ? history : undefined;
  }

  /** Puts PMIDs into the given history, or into a new one where that is unknown. */
  add(pmids: string[], webEnv: string | null): { webEnv: string; queryKey: string } {
    const name = webEnv !== null && this.find(webEnv) ? webEnv : `MCID_${randomBytes(16).toString("hex")}`;
    const sets = [...(this.find(name)?.sets ?? []), pmids];
    this.stored.set(name, { sets, usedAt: this.now().getTime() });
    const [oldest] = this.stored.keys();
    if (this.stored.size > MOST_HISTORIES && oldest !== undefined) this.stored.delete(oldest);
    return { webEnv: name, queryKey: String(sets.length) };
  }

  get(webEnv: string, queryKey: string): string[] | undefined {
    return this.find(webEnv)?.sets[Number(queryKey) - 1];
  }
}
