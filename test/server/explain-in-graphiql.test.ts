import { expect, it } from "@jest/globals";
import { browserPath, startBrowser } from "../support/browser.js";
import { spawnGateway } from "../support/child-gateway.js";

const inBrowser = browserPath === null ? it.skip : it;

inBrowser(
  "GraphiQL has the header that explains at hand, and shows the explanation in front of the data when it is set",
  async () => {
    const gateway = spawnGateway();
    const browser = await startBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(`${await gateway.url}/`);
      await page.locator(".graphiql-query-editor .view-line").first().waitFor();
      await page.getByRole("button", { name: "Headers" }).click();
      await page
        .locator(".graphiql-editor-tool .view-line", { hasText: "x-galen-explain" })
        .waitFor({ timeout: 10_000 });
      const text = await page.evaluate(`fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", "x-galen-explain": "dry" },
      body: JSON.stringify({ documentId: "TopicCard" }),
    }).then((response) => response.text())`);
      const shown = JSON.parse(String(text)) as { explained: string[]; extensions: object };

      expect(Object.keys(shown)).toEqual(["explained", "data", "extensions", "explanation"]);
      expect(shown.explained[0]).toMatch(/^TopicCard: price \d+/);
      expect(shown.extensions).toEqual({});
    } finally {
      await browser.close();
      await gateway.stop();
    }
  },
);
