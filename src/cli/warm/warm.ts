import type { Inside } from "../inside.js";
import type { Progress } from "../progress.js";
import type { DoneFile } from "./done-file.js";
import type { WarmTopic } from "./topics.js";
import { warmTopic } from "./warm-topic.js";

export interface WarmOptions {
  inside: Pick<Inside, "ask">;
  topics: readonly WarmTopic[];
  done: DoneFile;
  progress: Progress;
  signal: AbortSignal;
  /** Topics worked on at the same time. */
  together: number;
}

/** Topics of which something could not be had, with the reason. */
export type Failures = { topic: WarmTopic; reason: string }[];

/** Fetches for every topic of a list that is not done yet. What fails is told and left for the next run. */
export async function warm({ inside, topics, done, progress, signal, together }: WarmOptions): Promise<Failures> {
  const failures: Failures = [];
  const waiting = topics.filter((topic) => !done.has(topic)).values();
  const tell = (note: string): void => progress.at(done.size + failures.length, topics.length, note);
  const work = async (): Promise<void> => {
    for (const topic of waiting) {
      if (signal.aborted) return;
      const reason = await warmTopic(inside, topic, signal).catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw error;
      });
      if (reason === undefined) return;
      if (reason === null) done.add(topic);
      else failures.push({ topic, reason });
      tell(topic.slug);
    }
  };
  tell("");
  await Promise.all(Array.from({ length: together }, work));
  return failures;
}
