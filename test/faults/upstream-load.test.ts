import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import { startBundledSources } from "../../src/bundled/index.js";
import { type Behaviour, passOn } from "../support/misbehaving.js";
import { expectPlainWords, type Rig, startRig, type Timed, until } from "../support/rig.js";
import { attempts } from "../support/three-sources.js";

const bundled = await startBundledSources({ fixtures: join(import.meta.dirname, "../../fixtures") });
afterAll(() => bundled.close());

// One after the other, because times are measured.
jest.setTimeout(60_000);

async function withRig(test: (rig: Rig) => Promise<void>, env: Record<string, string> = {}): Promise<void> {
  const rig = await startRig(bundled, env);
  try {
    await test(rig);
  } finally {
    await rig.close();
  }
}

/** Articles that PubMed does not have: each is a question of its own. */
const pmidOf = (number: number): string => String(90_000_000 + number);
const askArticle = (rig: Rig, number: number): Promise<Timed> =>
  rig.ask(`{ journalArticle(pmid: "${pmidOf(number)}") { pmid } }`);
const askPage = (rig: Rig, number: number): Promise<Timed> =>
  rig.ask(`{ encyclopediaArticle(articleId: "article/${String(900_000 + number)}") { title } }`);

const codeOf = ({ json }: Timed): unknown => json.errors?.[0]?.extensions.code ?? null;

describe("A source that fails now and then (row 23)", () => {
  it("is asked again, so that nearly everybody has data, at little more than one call each", () =>
    withRig(async (rig) => {
      let asked = 0;
      const failing: Behaviour = ({ response, pass, socket, path }) => {
        if (!path.includes("/ency/") || ++asked % 5 !== 0) return pass();
        return asked % 2 ? void socket.resetAndDestroy() : void response.writeHead(503).end();
      };
      rig.fronts.medlineplus.behave = failing;
      const replies: Timed[] = [];
      const users = Array.from({ length: 8 }, async (_, user) => {
        for (let turn = 0; turn < 20; turn++) replies.push(await askPage(rig, user * 20 + turn));
      });
      await Promise.all(users);

      const answered = replies.filter((reply) => codeOf(reply) === null).length;
      expect(answered / replies.length).toBeGreaterThan(0.97);
      expect(attempts(rig).page / replies.length).toBeLessThan(1.5);
    }));
});

describe("A source that is down for a while (row 24)", () => {
  it("is probed only, and is whole again soon after its return", () =>
    withRig(async (rig) => {
      rig.fronts.pubmed.behave = ({ socket }) => void socket.resetAndDestroy();
      const end = performance.now() + 10_000;
      const replies: Timed[] = [];
      const users = Array.from({ length: 5 }, async (_, user) => {
        for (let turn = 0; performance.now() < end; turn++) {
          replies.push(await askArticle(rig, user * 100_000 + turn));
          await delay(50);
        }
      });
      await Promise.all(users);

      for (const reply of replies) expect(codeOf(reply)).toBe("UPSTREAM_UNAVAILABLE");
      expectPlainWords(replies.at(-1) as Timed);
      // A dozen calls find out that it is down; after that there is one probe after 1, 2, 4 seconds.
      expect(attempts(rig).article).toBeLessThanOrEqual(30);
      const times = replies.map(({ ms }) => ms).sort((a, b) => a - b);
      expect(times[Math.floor(times.length * 0.6)]).toBeLessThan(100);
      rig.fronts.pubmed.behave = passOn;
      let number = 0;
      await until(async () => codeOf(await askArticle(rig, 999_000 + number++)) === null, 15_000);
    }));

  it("may come and go every 200 ms", () =>
    withRig(async (rig) => {
      const isUp = (): boolean => Math.floor(performance.now() / 200) % 2 === 0;
      rig.fronts.pubmed.behave = ({ socket, pass }) => (isUp() ? pass() : void socket.resetAndDestroy());
      const replies: Timed[] = [];
      const end = performance.now() + 5_000;
      const users = Array.from({ length: 4 }, async (_, user) => {
        for (let turn = 0; performance.now() < end; turn++) {
          replies.push(await askArticle(rig, user * 1_000 + turn));
          await delay(40);
        }
      });
      await Promise.all(users);

      for (const reply of replies) expect([null, "UPSTREAM_UNAVAILABLE"]).toContain(codeOf(reply));
      rig.fronts.pubmed.behave = passOn;
      let number = 0;
      await until(async () => codeOf(await askArticle(rig, 999_000 + number++)) === null, 15_000);
    }));
});

describe("Many questions at once", () => {
  it("are one upstream call when they are equal (row 26)", () =>
    withRig(async (rig) => {
      rig.fronts.pubmed.behave = async ({ pass }) => {
        await delay(300);
        await pass();
      };

      const replies = await Promise.all(
        Array.from({ length: 100 }, () => rig.ask('{ journalArticle(pmid: "11832527") { pmid title { text } } }')),
      );

      expect(attempts(rig).article).toBe(1);
      expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
      expect(replies[0]?.json.data?.journalArticle).toMatchObject({ pmid: "11832527" });
    }));

  it("stay within what the sources allow, and each has its answer in time (row 27)", () =>
    withRig(async (rig) => {
      const ask = async (number: number): Promise<Timed> => {
        await delay(number * 25);
        if (number % 4 === 0)
          return rig.ask(`{ searchJournalArticles(query: "stroke ${number}", first: 1) { totalCount } }`);
        if (number % 4 === 1)
          return rig.ask(`{ searchClinicalTrials(condition: "stroke ${number}", first: 1) { totalCount } }`);
        return askArticle(rig, number);
      };

      const replies = await Promise.all(Array.from({ length: 200 }, (_, number) => ask(number)));

      for (const reply of replies) {
        expect([null, "UPSTREAM_RATE_LIMITED"]).toContain(codeOf(reply));
        expect(reply.ms).toBeLessThan(6_000);
        if (codeOf(reply)) expect(reply.json.errors?.[0]?.extensions.retryAfter).toBeGreaterThanOrEqual(1);
      }
      expect(replies.filter((reply) => codeOf(reply) === null).length).toBeGreaterThan(50);
      expect(mostInASecond(rig.fronts.pubmed.seenAt)).toBeLessThanOrEqual(3);
    }));

  it("are not slowed by another source that hangs (row 28)", () =>
    withRig(async (rig) => {
      const quiet = await p99Of(rig, 100);
      rig.fronts.clinicaltrials.behave = () => undefined;
      const hanging = Array.from({ length: 60 }, (_, number) =>
        rig.ask(`{ clinicalTrial(nctId: "NCT0888${String(number).padStart(4, "0")}") { nctId } }`),
      );

      const loaded = await p99Of(rig, 200);

      // Some milliseconds are the machine's own: twice next to nothing is still next to nothing.
      expect(loaded).toBeLessThan(2 * quiet + 100);
      for (const reply of await Promise.all(hanging))
        expect(["UPSTREAM_TIMEOUT", "UPSTREAM_RATE_LIMITED"]).toContain(codeOf(reply));
    }));
});

describe("Users who leave early (row 29)", () => {
  it("take their upstream calls with them", () =>
    withRig(async (rig) => {
      rig.fronts.pubmed.behave = () => undefined;
      rig.fronts.clinicaltrials.behave = () => undefined;
      const leaving = new AbortController();
      const asked = Array.from({ length: 20 }, (_, number) =>
        fetch(`${rig.url}/graphql`, {
          method: "POST",
          signal: leaving.signal,
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            query: `{ journalArticle(pmid: "${pmidOf(number)}") { pmid } clinicalTrial(nctId: "NCT0999${String(number).padStart(4, "0")}") { nctId } }`,
          }),
        }).catch(() => "left"),
      );
      await until(() => rig.fronts.pubmed.inFlight() > 0 && rig.fronts.clinicaltrials.inFlight() > 0);

      leaving.abort();

      expect(new Set(await Promise.all(asked))).toEqual(new Set(["left"]));
      await until(() => rig.fronts.pubmed.inFlight() + rig.fronts.clinicaltrials.inFlight() === 0, 3_000);
    }));
});

function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + 1_000).length));
}

async function p99Of(rig: Rig, questions: number): Promise<number> {
  const times: number[] = [];
  for (let number = 0; number < questions; number++)
    times.push((await rig.ask(`{ healthTopic(slug: "asthma") { title a${number % 50}: url } }`)).ms);
  return times.sort((a, b) => a - b)[Math.floor(questions * 0.99) - 1] ?? 0;
}
