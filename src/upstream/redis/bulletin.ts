import type { Outdated } from "../invalidations.js";
import type { RedisLink } from "./link.js";

/** A failure as one replica tells it to the others. */
export interface ToldFailure {
  id: string;
  failure: string;
  message: string;
  retryAfterSeconds: number | null;
  retryable: boolean;
}

/** What replicas tell each other. */
export type News =
  /** These ids of a kind are in the store, newer than before. */
  | { news: "landed"; prefix: string; ids: string[] }
  /** These could not be fetched; without failures: whoever wants them may try. */
  | { news: "failed"; prefix: string; failures: ToldFailure[] }
  | { news: "released"; prefix: string; ids: string[] }
  /** Something was declared outdated by the operator. */
  | { news: "invalidated"; what: Outdated }
  /** A file of this name can be had. */
  | { news: "file"; name: string };

/** Tells all replicas of one release, and hears what they tell. */
export class Bulletin {
  private readonly listeners = new Set<(news: News) => void>();

  constructor(
    private readonly link: RedisLink,
    private readonly channel: string,
    private readonly me: string,
  ) {
    link.subscribe(channel, (message) => this.hear(message));
  }

  /** Tells the others, if they can be reached. */
  async tell(news: News): Promise<void> {
    const message = JSON.stringify({ from: this.me, ...news });
    await this.link.send(this.channel, "PUBLISH", this.channel, message).catch(() => undefined);
  }

  /** @returns how to stop listening */
  listen(listener: (news: News) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private hear(message: string): void {
    let told: (News & { from: string }) | null = null;
    try {
      told = JSON.parse(message);
    } catch {
      return;
    }
    if (told && told.from !== this.me) for (const listener of this.listeners) listener(told);
  }
}
