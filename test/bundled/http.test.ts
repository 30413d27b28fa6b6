import { request as sendRequest } from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type BundledHandler, type BundledServer, type ListenOptions, listenBundled } from "../../src/bundled/http.js";

const running: BundledServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

const LONG = "A sentence that is repeated. ".repeat(200);
const echo: BundledHandler = ({ method, path, params }) => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ method, path, params: [...params], text: LONG }),
});

async function listen(options: ListenOptions = {}, handler = echo): Promise<BundledServer> {
  const server = await listenBundled("test", handler, options);
  running.push(server);
  return server;
}

async function outcome(url: string): Promise<string> {
  try {
    const response = await fetch(url);
    const type = response.headers.get("content-type") ?? "";
    await response.text();
    return `${response.status} ${type.split(";")[0]}`;
  } catch {
    return "broken";
  }
}

describe("a bundled server", () => {
  it("answers on 127.0.0.1 under its base path, with the path decoded", async () => {
    const server = await listen({ basePath: "/api/v2" });
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v2$/);
    const answer = await (await fetch(`${server.url}/some%20path?a=1&a=2`)).json();
    expect(answer).toMatchObject({
      method: "GET",
      path: "/api/v2/some path",
      params: [
        ["a", "1"],
        ["a", "2"],
      ],
    });
  });

  it("puts a posted form behind the query", async () => {
    const server = await listen();
    const body = new URLSearchParams({ id: "1,2", db: "pubmed" });
    const answer = await (await fetch(`${server.url}/efetch.fcgi?tool=test`, { method: "POST", body })).json();
    expect(answer).toMatchObject({
      params: [
        ["tool", "test"],
        ["id", "1,2"],
        ["db", "pubmed"],
      ],
    });
  });

  it("takes a stray percent sign for a path like any other", async () => {
    const { url } = await listen();
    expect(await (await fetch(`${url}/%zz`)).json()).toMatchObject({ path: "/%zz" });
  });

  it("compresses for clients that take gzip and for no others", async () => {
    const { url } = await listen();
    const encodingOf = (accept: string) =>
      new Promise((resolve) => {
        sendRequest(url, { headers: { "accept-encoding": accept } }, (response) => {
          response.resume();
          resolve(response.headers["content-encoding"]);
        }).end();
      });
    expect(await encodingOf("gzip, deflate")).toBe("gzip");
    expect(await encodingOf("identity")).toBeUndefined();
  });

  it("logs every request with the status it got", async () => {
    const server = await listen();
    await outcome(`${server.url}/one?x=1`);
    server.controls.faultRate = 1;
    await outcome(`${server.url}/two`);
    expect(server.requests).toMatchObject([
      { method: "GET", path: "/one", params: "x=1", status: 200 },
      { method: "GET", path: "/two", params: "", status: 503 },
    ]);
  });

  it("answers 500 when a handler throws", async () => {
    const { url } = await listen({}, () => {
      throw new Error("broken fixture");
    });
    expect(await outcome(url)).toBe("500 text/html");
  });
});

describe("the controls of a bundled server", () => {
  it("make every fault in turn: 503, a reset, a cut body, a page with status 200", async () => {
    const { url } = await listen({ controls: { faultRate: 1 } });
    const outcomes: string[] = [];
    for (let turn = 0; turn < 5; turn++) outcomes.push(await outcome(url));
    expect(outcomes).toEqual(["503 text/html", "broken", "broken", "200 text/html", "503 text/html"]);
  });

  it("make the same requests fail for the same seed, about as many as asked for", async () => {
    const runOf = async (seed: number) => {
      const { url } = await listen({ controls: { faultRate: 0.25 }, seed });
      const outcomes: string[] = [];
      for (let turn = 0; turn < 80; turn++) outcomes.push(await outcome(url));
      return outcomes;
    };
    const first = await runOf(7);
    expect(await runOf(7)).toEqual(first);
    const failed = first.filter((result) => result !== "200 application/json").length;
    expect(failed).toBeGreaterThan(8);
    expect(failed).toBeLessThan(36);
  });

  it("refuse what is over the quota of a second, with the source's own answer", async () => {
    const overQuota = (seen: number, limit: number) => ({ status: 429, headers: {}, body: `${seen} of ${limit}` });
    const { url } = await listen({ controls: { quotaPerSecond: 3 }, overQuota });
    const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(url)));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(2);
    expect((await Promise.all(refused.map((answer) => answer.text()))).sort()).toEqual(["4 of 3", "5 of 3"]);
  });

  it("delay the answer", async () => {
    const { url, controls } = await listen();
    controls.latencyMs = 60;
    const begun = performance.now();
    await outcome(url);
    expect(performance.now() - begun).toBeGreaterThan(50);
  });

  it("take the server down and bring it back", async () => {
    const { url, controls } = await listen();
    expect(await outcome(url)).toBe("200 application/json");
    controls.down = true;
    expect(await outcome(url)).toBe("broken");
    controls.down = false;
    expect(await outcome(url)).toBe("200 application/json");
  });
});
