import { describe, expect, it } from "@jest/globals";
import { Complaints } from "../../src/upstream/complaints.js";
import { FakeClock } from "../support/fake-clock.js";
import { testPlatform } from "../support/platform.js";

describe("complaints to the operator", () => {
  it("are made at once, and again after a minute with how often it has happened", async () => {
    const clock = new FakeClock();
    const { log, notes } = testPlatform(clock);
    const complaints = new Complaints(clock, log);
    for (let second = 0; second < 61; second++) {
      complaints.say({ source: "pubmed", failure: "unavailable" }, "upstream call failed");
      await clock.advance(1_000);
    }

    expect(notes.map(({ facts }) => facts)).toEqual([
      { source: "pubmed", failure: "unavailable" },
      { source: "pubmed", failure: "unavailable", timesBefore: 59 },
    ]);
  });

  it("of another kind are made at once, whatever came before", () => {
    const clock = new FakeClock();
    const { log, notes } = testPlatform(clock);
    const complaints = new Complaints(clock, log);
    for (let path = 0; path < 500; path++) complaints.say({ path }, "upstream call failed");

    expect(notes).toHaveLength(500);
  });
});
