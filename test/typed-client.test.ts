import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type ChildGateway, spawnGateway } from "./support/child-gateway.js";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..");
const EXAMPLE = join(ROOT, "examples/typed-client");
const read = (file: string): string => readFileSync(join(EXAMPLE, file), "utf8");

/** What the compiler says of a project; empty when it has nothing to say. */
async function complaintsOf(project: string): Promise<string> {
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  return run(process.execPath, [compiler, "-p", project, "--pretty", "false"]).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
}

describe("The typed client", () => {
  let galen: ChildGateway;
  beforeAll(() => {
    galen = spawnGateway();
  });
  afterAll(async () => {
    await galen.stop();
  });

  it("has the types that its questions and the schema give now (`npm run generate` in its folder)", async () => {
    const program = `import("./generate.mjs").then(async ({ generate }) => process.stdout.write(await generate()))`;

    const { stdout } = await run(process.execPath, ["-e", program], { cwd: EXAMPLE });

    expect(read("src/generated.ts")).toBe(stdout);
  });

  it("passes the compiler", async () => {
    expect(await complaintsOf(EXAMPLE)).toBe("");
  });

  it("prints what its README shows", async () => {
    const url = `${await galen.url}/graphql`;

    const { stdout } = await run(process.execPath, ["src/main.ts", "asthma", url], { cwd: EXAMPLE });

    expect(read("README.md")).toContain(`\`\`\`text\n${stdout}\`\`\`\n`);
  });

  it("prints what there is and names what is missing when a source cannot be asked", async () => {
    const down = spawnGateway({ GALEN_PUBMED_URL: "http://127.0.0.1:9" });
    const url = `${await down.url}/graphql`;

    const { stdout } = await run(process.execPath, ["src/main.ts", "asthma", url], { cwd: EXAMPLE });
    await down.stop();

    expect(stdout).toMatch(/^Asthma \(https:\/\/medlineplus\.gov\/asthma\.html\)\n/);
    expect(stdout).toContain("  join NCT09900012 ");
    expect(stdout).toContain('  missing: The source "pubmed" cannot be reached at the moment.\n');
  });

  it("asks for the versions that are tested here", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<
      string,
      Record<string, string>
    >;
    const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
      packages: Record<string, { version: string }>;
    };

    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect([name, version]).toEqual([name, packages[`node_modules/${name}`]?.version]);
    }
  });
});

describe("The types of the typed client", () => {
  // Below node_modules, so that what the copies import is found.
  const workshop = join(ROOT, "node_modules/.cache/galen-examples");
  let folder = "";
  beforeAll(() => {
    mkdirSync(workshop, { recursive: true });
    folder = mkdtempSync(join(workshop, "types-"));
    for (const file of ["tsconfig.json", "src/generated.ts", "src/galen.ts"]) {
      mkdirSync(join(folder, "src"), { recursive: true });
      writeFileSync(join(folder, file), read(file));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const beginning = `import { ask } from "./galen.ts";\nimport { ConditionDocument } from "./generated.ts";\n`;
  const data = "const { data } = await ask('', ConditionDocument, { slug: 'asthma' });\n";

  it.each([
    ["a field that was not asked for", `${data}data?.healthTopic?.summary;`, "Property 'summary' does not exist"],
    ["a field that may be null", `${data}data.healthTopic.title;`, "'data' is possibly 'null'"],
    ["a variable of another name", "await ask('', ConditionDocument, { name: 'asthma' });", "'name' does not exist"],
    ["a variable of another type", "await ask('', ConditionDocument, { slug: 122 });", "'number' is not assignable"],
  ])("do not let through %s", async (_mistake, code, complaint) => {
    writeFileSync(join(folder, "src/main.ts"), `${beginning}${code}\n`);

    expect(await complaintsOf(folder)).toContain(complaint);
  });
});
