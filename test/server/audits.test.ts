import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { serverAudits } from "graphql-http";
import { type SmallServer, startSmallServer } from "../support/small-server.js";

let gateway: SmallServer;
beforeAll(async () => {
  gateway = await startSmallServer();
});
afterAll(() => gateway.close());

describe("GraphQL over HTTP, audited by graphql-http", () => {
  const audits = serverAudits({ url: () => `${gateway.url}/graphql`, fetchFn: fetch });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))("%s: %s", async (_id, name, audit) => {
    const result = await audit.fn();

    if (/^(MUST|SHOULD)/.test(name)) expect(result).toMatchObject({ status: "ok" });
    else expect(["ok", "notice", "warn"]).toContain(result.status);
  });
});
