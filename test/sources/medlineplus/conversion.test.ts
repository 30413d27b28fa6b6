import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, jest } from "@jest/globals";
import { type Converted, convertTopics, type Outlet } from "../../../src/sources/medlineplus/conversion.js";
import { convertInPlace } from "../../../src/sources/medlineplus/conversion-place.js";
import { convertInThread } from "../../../src/sources/medlineplus/conversion-thread.js";
import { inPieces, longTopics, topicsFileXml, topicXml } from "./topics-xml.js";

const ORIGIN = {
  sourceUrl: "https://medlineplus.gov/xml/sample.xml",
  fileDate: "2030-10-02",
  retrievedAt: 1_917_000_000,
};
/** A thread runs what was built, as the gateway does. */
const ENTRY = pathToFileURL(join(import.meta.dirname, "../../../dist/sources/medlineplus/conversion-thread-entry.js"));
const FILE = topicsFileXml([...longTopics(60), topicXml({ id: 1, title: "Twice" })]);

/** Takes a snapshot's bytes and keeps their checksum. */
function recorder(): Outlet & { sum(): string } {
  const hash = createHash("sha256");
  return { write: async (bytes) => void hash.update(bytes), sum: () => hash.digest("hex") };
}

function inThread(text: string, outlet: Outlet, signal = new AbortController().signal): Promise<Converted> {
  return convertInThread(ORIGIN, inPieces(text, 60_000), outlet, { entry: ENTRY, signal });
}

describe("a conversion of a topics file in a thread of its own", () => {
  it("gives the same bytes and tells the same as one in this thread", async () => {
    const [here, apart] = [recorder(), recorder()];

    const converted = await inThread(FILE, apart);

    expect(converted).toEqual(await convertTopics(ORIGIN, inPieces(FILE, 60_000), here));
    expect(converted).toEqual({
      counts: { ENGLISH: 60, SPANISH: 60 },
      announced: 121,
      dropped: [{ topicId: "1", reason: "its number occurs twice" }],
    });
    expect(apart.sum()).toBe(here.sum());
  });

  it("tells how far it has come", async () => {
    const progress = jest.fn<(read: number, announced: number | null) => void>();

    await inThread(FILE, { ...recorder(), progress });

    expect(progress.mock.calls.length).toBeGreaterThan(2);
    expect(progress.mock.calls.at(-1)).toEqual([121, 121]);
  });

  it.each([
    ["is cut short", FILE.slice(0, -60)],
    ["is a page", "<!DOCTYPE html><html><body>Down for maintenance</body></html>"],
    ["is broken in the middle", FILE.replace("</full-summary>", "</full-summery>")],
  ])("fails with the words of one in this thread when the file %s", async (_, broken) => {
    const failure = async (work: Promise<unknown>): Promise<string> =>
      work.then(String, (error: Error) => error.message);

    const said = await failure(inThread(broken, recorder()));

    expect(said).toBe(await failure(convertTopics(ORIGIN, inPieces(broken, 60_000), recorder())));
    expect(said).toMatch(/topics file/);
  });

  it("fails as the transfer fails that feeds it", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* inPieces(FILE.slice(0, 500_000), 60_000);
      throw new Error("the connection was lost");
    }

    await expect(
      convertInThread(ORIGIN, broken(), recorder(), { entry: ENTRY, signal: new AbortController().signal }),
    ).rejects.toThrow("the connection was lost");
  });

  it("fails as the writing of the snapshot fails, and asks for no more of the file", async () => {
    let asked = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const piece of inPieces(FILE, 60_000)) {
        asked++;
        yield piece;
      }
    }
    const outlet = { write: () => Promise.reject(new Error("the disk is full")) };

    await expect(
      convertInThread(ORIGIN, counted(), outlet, { entry: ENTRY, signal: new AbortController().signal }),
    ).rejects.toThrow("the disk is full");

    expect(asked).toBeLessThan(FILE.length / 60_000);
  });

  it("ends when it is told to, though the file has not ended", async () => {
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield* inPieces(FILE.slice(0, 500_000), 60_000);
      stop.abort(new Error("stopping"));
      yield* inPieces(FILE.slice(500_000), 60_000);
    }

    await expect(convertInThread(ORIGIN, endless(), recorder(), { entry: ENTRY, signal: stop.signal })).rejects.toThrow(
      "stopping",
    );
  });

  it("is not what sources get that were not built: those are converted in this thread", async () => {
    const signal = new AbortController().signal;

    expect(await convertInPlace(ORIGIN, inPieces(FILE, 60_000), recorder(), signal)).toMatchObject({ inThread: false });
  });
});
