import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { browserPath, startBrowser } from "../support/browser.js";
import { type ChildGateway, spawnGateway } from "../support/child-gateway.js";
import { send } from "../support/small-server.js";

let gateway: ChildGateway;
let url: string;
beforeAll(async () => {
  gateway = spawnGateway();
  url = await gateway.url;
});
afterAll(() => gateway.stop());

describe("The files of GraphiQL", () => {
  it.each(["/", "/graphiql"])("start from %s under a strict policy, with no other host in the page", async (path) => {
    const page = await send(`${url}${path}`, { method: "GET" });

    expect(page.status).toBe(200);
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self';");
    expect(page.text).not.toMatch(/https?:\/\//);
    expect(page.text).not.toMatch(/<script>|<script type="module">/);
  });

  it("are sent compressed to who can take that, and no source maps", async () => {
    const script = await send(`${url}/graphiql/assets/ruru.js`, {
      method: "GET",
      headers: { "accept-encoding": "gzip" },
    });

    expect(script.headers).toMatchObject({
      "content-encoding": "gzip",
      "content-type": "text/javascript; charset=utf-8",
    });
    expect(readdirSync("dist/graphiql").filter((name) => name.endsWith(".map"))).toEqual([]);
  });

  it.each(["..%2fmain.js", "%2e%2e%2fmain.js", "ruru.js.map", "nothing.js", ".", "%00.js"])(
    "do not include %s",
    async (name) => {
      const reply = await send(`${url}/graphiql/assets/${name}`, { method: "GET" });

      expect([400, 404]).toContain(reply.status);
    },
  );

  it("are where a browser lands that opens the endpoint", async () => {
    const reply = await send(`${url}/graphql`, { method: "GET", headers: { accept: "text/html,*/*" } });

    expect([reply.status, reply.headers.location]).toEqual([302, "/graphiql"]);
  });
});

/** Runs the operation in the editor and waits for the answer. The button is there before what it starts is. */
async function run(page: Page): Promise<void> {
  await page.locator(".graphiql-query-editor .view-line").first().waitFor();
  const answer = page.locator(".result-window").getByText("Miscarriage").first();
  for (let attempt = 1; attempt <= 5; attempt++) {
    await page.locator(".graphiql-execute-button").click();
    const shown = await answer.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (shown) return;
  }
  throw new Error("GraphiQL shows no answer");
}

// Without a browser these are shown as skipped.
(browserPath === null ? describe.skip : describe)("GraphiQL in a browser that reaches no other host", () => {
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];
  const foreign: string[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
    page = await browser.newPage();
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") troubles.push(message.text());
    });
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url)) foreign.push(request.url());
    });
  }, 30_000);
  afterAll(() => browser?.close());

  it("offers the operations and runs the topic page", async () => {
    await page.goto(url);
    await page.getByRole("tab", { name: /^TopicPage/ }).waitFor();
    await run(page);

    const offered = readdirSync("schema/operations").filter((name) => name.endsWith(".graphql"));
    expect(await page.getByRole("tab").count()).toBeGreaterThanOrEqual(offered.length);
    expect(troubles).toEqual([]);
    expect(foreign).toEqual([]);
  }, 60_000);

  it("knows the schema: its own introspection passes the limits", async () => {
    await page.getByRole("button", { name: /Documentation Explorer/ }).click();

    await page.locator(".graphiql-doc-explorer").getByText("Query", { exact: true }).first().waitFor();
    expect(troubles).toEqual([]);
  }, 30_000);
});
