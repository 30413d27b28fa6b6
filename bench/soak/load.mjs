// Clients that ask as soon as they have their answer, on connections that are kept, and look at every answer.
import { Connection } from "../serve/client.mjs";

const CONNECTIONS = 64;
const LONGEST_MS = 15_000;
const HEAD_END = "\r\n\r\n";

/** Asks until `ms` are over. Whatever is not answered, not in time or not rightly, is a failure. */
export async function load(url, questions, ms) {
  const end = performance.now() + ms;
  const counts = {};
  const failures = [];
  const latencies = new Latencies();
  const client = async () => {
    let connection = new Connection(url);
    while (performance.now() < end) {
      const question = questions.next();
      const started = performance.now();
      const problem = await problemWith(connection, question);
      latencies.add(performance.now() - started);
      counts[question.kind] = (counts[question.kind] ?? 0) + 1;
      if (!problem) continue;
      failures.push(`${question.kind}: ${problem}`);
      connection.close();
      connection = new Connection(url);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  return { counts, failures, latencies };
}

/** Asks for what shall be warm, one after the other, as the sources' quotas allow. */
export async function prime(url, questions) {
  const connection = new Connection(url);
  for (const question of questions.popular()) {
    const problem = await problemWith(connection, question);
    if (problem) throw new Error(`The gateway cannot be warmed: ${problem}`);
  }
  connection.close();
}

/** Asks one question. Returns what was wrong with its answer, or null. */
export async function problemWith(connection, { bytes, isRight, answered }) {
  try {
    const answer = Buffer.concat(await withinTime(connection.ask(bytes)));
    const status = Number(answer.latin1Slice(9, 12));
    if (!isRight(answer.subarray(answer.indexOf(HEAD_END) + HEAD_END.length), status))
      return answer.toString().slice(0, 2_000);
    answered?.();
    return null;
  } catch (error) {
    return error.message;
  }
}

function withinTime(answer) {
  const { promise, reject } = Promise.withResolvers();
  const timer = setTimeout(() => reject(new Error(`no answer within ${LONGEST_MS} ms`)), LONGEST_MS);
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer));
}

/** Counts by tenths of a millisecond: hundreds of thousands of numbers would weigh on the client. */
class Latencies {
  #counts = new Map();
  total = 0;

  add(ms) {
    const tenth = Math.floor(ms * 10);
    this.#counts.set(tenth, (this.#counts.get(tenth) ?? 0) + 1);
    this.total++;
  }

  quantile(share) {
    let left = this.total * share;
    for (const tenth of [...this.#counts.keys()].sort((one, other) => one - other)) {
      left -= this.#counts.get(tenth);
      if (left <= 0) return tenth / 10;
    }
    return Number.NaN;
  }
}
