import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { runCommand, spawnCommand } from "../support/child-command.js";
import { listenLoopback } from "../support/loopback.js";

let folder: string;
let env: Record<string, string>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "galen-warm-"));
  env = { GALEN_DATA_DIR: folder };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const progressFile = () => join(folder, "bundled/warm-progress.txt");
const callsIn = (out: string): number[] =>
  [...out.matchAll(/(?:encyclopedia|pubmed|clinicaltrials) (\d+)/g)].map(([, calls]) => Number(calls));

describe("galen warm", () => {
  it("fetches what topics need, once: a second run finds it in the data folder", async () => {
    const first = await runCommand(
      ["warm", "--topics", "-"],
      env,
      "asthma # lungs\n\nhttps://medlineplus.gov/migraine.html\n",
    );
    const second = await runCommand(["warm", "--topics", "-"], env, "asthma\nmigraine\n");

    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.out).toContain("2 topics are warm.");
    expect(first.error).toMatch(/Warming 2\/2/);
    expect(callsIn(first.out).every((calls) => calls > 0)).toBe(true);
    expect(callsIn(second.out).slice(0, 2)).toEqual([0, 0]);
    expect(existsSync(progressFile())).toBe(false);
  });

  it("is ended by Ctrl-C and goes on where it was", async () => {
    const held: ServerResponse[] = [];
    const pubmed = await listenLoopback((_request, response) => void held.push(response));
    const command = spawnCommand(
      ["warm", "--topics", "-", "--together", "1"],
      { ...env, GALEN_PUBMED_URL: pubmed.url },
      "miscarriage\nasthma\nmigraine\n",
    );
    await command.says(/Warming 0\/3/);
    while (held.length === 0) await new Promise(setImmediate);
    command.process.kill("SIGINT");
    const ended = await command.result;
    await pubmed.close();
    const done = readFileSync(progressFile(), "utf8").trimEnd().split("\n").slice(1);
    const again = await runCommand(["warm", "--topics", "-"], env, "miscarriage\nasthma\nmigraine\n");

    expect(ended.code).toBe(130);
    expect(ended.error).toContain(`Ended with ${done.length} of 3 topics done.`);
    expect(again.code).toBe(0);
    if (done.length > 0) expect(again.error).toContain(`Going on: ${done.length} of 3 topics are done.`);
    expect(again.out).toContain("3 topics are warm.");
  });

  it("tells what could not be had, keeps the rest, and tries only that the next time", async () => {
    const pubmed = await listenLoopback((_request, response) => void response.writeHead(400).end());
    const { code, error } = await runCommand(
      ["warm", "--topics", "-"],
      { ...env, GALEN_PUBMED_URL: pubmed.url },
      "asthma\nmiscarriage\n",
    );
    await pubmed.close();
    const done = readFileSync(progressFile(), "utf8").trimEnd().split("\n").slice(1);
    const again = await runCommand(["warm", "--topics", "-"], env, "asthma\nmiscarriage\n");

    expect(code).toBe(1);
    expect(error).toMatch(/asthma +pubmed: rejected/);
    expect(error).toMatch(/\d of 2 topics lack something/);
    expect(done).not.toContain("asthma");
    expect(again.code).toBe(0);
  });

  it.each([
    [["warm"], "", /Which topics/],
    [["warm", "--topics", "-", "--all"], "asthma", /Which topics/],
    [["warm", "--topics", "-"], "asthma\nno-such-topic\n", /no health topic: no-such-topic/],
    [["warm", "--topics", "/nowhere/at/all"], "", /cannot be read/],
    [["warm", "--all", "--together", "many"], "", /a whole number from 1 to 32/],
  ])("says what is wrong with %j", async (args, input, words) => {
    const { code, error } = await runCommand(args, env, input);

    expect(code).toBe(1);
    expect(error).toMatch(words);
  });
});
