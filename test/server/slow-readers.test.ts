import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "@jest/globals";
import { createListener, LISTENER_TIMES, type ListenerTimes } from "../../src/server/listener.js";

let server: Server;
const callers: Socket[] = [];
afterEach(async () => {
  for (const caller of callers.splice(0)) caller.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

/** More than the system keeps for a connection by itself. */
const LONG = Buffer.alloc(20_000_000, "x");
const sendsLong: RequestListener = (_request, response) => response.end(LONG);

/** The ends of the server's connections, as they come. */
async function listen(times: Partial<ListenerTimes>, handle = sendsLong): Promise<{ ended: Promise<unknown> }> {
  server = createListener(handle, { ...LISTENER_TIMES, ...times });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const ended = once(server, "connection").then(([socket]) => once(socket, "close"));
  return { ended };
}

/** Asks, and reads nothing until somebody does. */
function askAndWait(): Socket {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  callers.push(socket);
  socket.on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
  return socket;
}

/** Takes this much of what there is, every few milliseconds, until the connection ends. */
async function readByDrops(socket: Socket, bytes: number): Promise<void> {
  while (!socket.destroyed) {
    socket.read(Math.min(bytes, socket.readableLength));
    await delay(10);
  }
}

async function readAll(socket: Socket): Promise<number> {
  let bytes = 0;
  socket.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await once(socket, "close");
  return bytes;
}

describe("Callers that read their answers slowly", () => {
  it("are cut off when they stop reading", async () => {
    const { ended } = await listen({ stalledMs: 200, takeMs: 600_000 });

    const caller = askAndWait();
    await once(caller, "readable");
    await ended;

    expect(await readAll(caller)).toBeLessThan(LONG.length);
  });

  it("are cut off when they read by drops, so that something is always under way", async () => {
    const { ended } = await listen({ takeMs: 200, takeMsPerMegabyte: 20 });

    const caller = askAndWait();
    void readByDrops(caller, 2_000);
    await ended;

    expect(caller.bytesRead).toBeLessThan(LONG.length);
  });

  it("get everything when they are quick enough for its size", async () => {
    await listen({ takeMs: 200, takeMsPerMegabyte: 500 });

    const caller = askAndWait();
    await once(caller, "readable");
    await delay(400);

    expect(await readAll(caller)).toBeGreaterThan(LONG.length);
  });

  it("are not those who wait for a part that is not there yet", async () => {
    await listen({ takeMs: 100, takeMsPerMegabyte: 1 }, async (_request, response) => {
      response.write("one ");
      await delay(400);
      response.end("two");
    });

    const caller = askAndWait();
    let text = "";
    caller.setEncoding("latin1").on("data", (chunk: string) => {
      text += chunk;
    });
    await once(caller, "close");

    expect(text).toMatch(/one [\s\S]*two/);
  });
});
