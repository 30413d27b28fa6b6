import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { runCommand, spawnCommand } from "../support/child-command.js";
import { spawnGateway } from "../support/child-gateway.js";

const folder = mkdtempSync(join(tmpdir(), "galen-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { GALEN_DATA_DIR: folder };
const NOWHERE = "http://127.0.0.1:9";

describe("galen --help", () => {
  it("lists every command with a line of its own, and examples", async () => {
    const { code, out } = await runCommand(["--help"], env);

    expect(code).toBe(0);
    for (const command of ["start", "check", "schema", "warm", "query", "sources"]) {
      expect(out).toMatch(new RegExp(`^  ${command} .*\\w`, "m"));
    }
    expect(out).toContain("Examples:");
  });

  it.each(["start", "check", "schema", "warm", "query", "sources"])("of %s says more", async (command) => {
    const { code, out } = await runCommand(["help", command], env);

    expect(code).toBe(0);
    expect(out).toContain(`Usage: galen ${command}`);
    expect(out.split("\n").length).toBeGreaterThan(6);
  });

  it("is offered with a guess when a command is misspelt", async () => {
    const { code, error } = await runCommand(["qurey"], env);

    expect(code).toBe(1);
    expect(error).toContain("Did you mean query?");
  });
});

describe("galen schema", () => {
  it("prints the committed schema", async () => {
    const { code, out } = await runCommand(["schema"], env);

    expect(code).toBe(0);
    expect(out.trimEnd()).toBe(readFileSync("schema/schema.graphql", "utf8").trimEnd());
  });
});

describe("galen query", () => {
  it("answers a committed operation with its variables", async () => {
    const { code, out } = await runCommand(["query", "TopicCard", "--variables", '{"slug":"migraine"}'], env);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ data: { healthTopic: { title: "Migraine" } } });
  });

  it("answers an operation in a file, and ends with 1 when a field failed", async () => {
    const file = join(folder, "mine.graphql");
    writeFileSync(
      file,
      '{ healthTopic(slug: "asthma") { title } journalArticle(pmid: "31978945") { pmid publishedOn } }',
    );
    const { code, out } = await runCommand(["query", file], { ...env, GALEN_PUBMED_URL: NOWHERE });

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      data: { healthTopic: { title: "Asthma" } },
      errors: [{ message: expect.any(String) }],
    });
  });

  it.each([
    [["query"], /Which operation/],
    [["query", "Nothing"], /There is no operation "Nothing"/],
    [["query", "TopicCard", "-v", "{slug}"], /must be a JSON object/],
  ])("says what is wrong with %j", async (args, words) => {
    const { code, error } = await runCommand(args, env);

    expect(code).toBe(1);
    expect(error).toMatch(words);
  });

  it("lists the operations with what they are for", async () => {
    const { out } = await runCommand(["query", "--list"], env);

    expect(out).toMatch(/^TopicPage +A whole health topic page/m);
  });
});

describe("galen sources", () => {
  it("prints how the sources of a running gateway are doing", async () => {
    const gateway = spawnGateway();
    const url = await gateway.url;
    const { code, out } = await runCommand(["sources", "--url", `${url}/graphql`], env);
    const json = await runCommand(["sources", "--url", `${url}/graphql`, "--json"], env);
    await gateway.stop();

    expect(code).toBe(0);
    expect(out).toMatch(/^pubmed +OK +0 +0 +- /m);
    expect((JSON.parse(json.out) as unknown[]).length).toBe(5);
  });

  it("says so when none is running", async () => {
    const { code, error } = await runCommand(["sources", "--url", `${NOWHERE}/graphql`], env);

    expect(code).toBe(1);
    expect(error).toContain("No gateway answers at");
  });
});

describe("galen start", () => {
  it("runs the gateway until it is told to stop", async () => {
    const command = spawnCommand(["start"], { ...env, GALEN_PORT: "0" });
    while (!/Health topics: ready/.test(command.said.out)) await new Promise(setImmediate);
    const url = /answers at (\S+)\/graphql/.exec(command.said.out)?.[1];
    const { status } = await fetch(`${url}/health/ready`);
    command.process.kill("SIGTERM");

    expect(status).toBe(200);
    expect((await command.result).code).toBe(0);
  });
});
