import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

interface Locked {
  version?: string;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> };

describe("The lock file", () => {
  it("has the optional packages of every platform, without which `npm ci` refuses it: run `npm run lock`", () => {
    const names = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + 13)));
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );

    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });

  it("names a version for every package and no place to fetch it from", () => {
    const entries = Object.entries(packages).filter(([path]) => path !== "");

    expect(entries.filter(([, { version }]) => !version).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, entry]) => "resolved" in entry).map(([path]) => path)).toEqual([]);
  });
});
