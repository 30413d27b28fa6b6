import { describe, expect, it } from "@jest/globals";
import { readConfig } from "../src/config.js";

const accessOf = (env: Record<string, string>) => readConfig(env).access;

describe("The configuration of access", () => {
  it("is open by default, and without a budget for whoever is on this machine", () => {
    expect(accessOf({})).toEqual({
      apiKeysFile: null,
      requireKey: false,
      corsOrigins: null,
      costPerMinute: null,
      proxyHops: 0,
      onlyTrusted: false,
      trustedManifestFile: null,
    });
  });

  it.each<[string, number | null]>([
    ["localhost", null],
    ["::1", null],
    ["0.0.0.0", 60_000],
    ["::", 60_000],
    ["192.0.2.7", 60_000],
  ])("gives callers a budget when it listens on more than this machine: %s", (host, cost) => {
    expect(accessOf({ GALEN_HOST: host }).costPerMinute).toBe(cost);
    expect(accessOf({ GALEN_HOST: host, GALEN_COST_PER_MINUTE: "500" }).costPerMinute).toBe(500);
    expect(accessOf({ GALEN_HOST: host, GALEN_COST_PER_MINUTE: "0" }).costPerMinute).toBeNull();
  });

  it("takes a list of origins", () => {
    const origins = "https://app.example.org, http://localhost:3000";

    expect(accessOf({ GALEN_CORS_ORIGINS: origins }).corsOrigins).toEqual([
      "https://app.example.org",
      "http://localhost:3000",
    ]);
  });
});
