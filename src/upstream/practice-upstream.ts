import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

/** What a source asked of the upstream that it practises on. */
export interface PracticeRequest {
  path: string;
  /** Of the address and of the form, if one was sent. */
  parameters: URLSearchParams;
}

export interface PracticeAnswer {
  type: string;
  text: string;
}

/** Answers a request with records of no content; null when the path is none of this source's. */
export type PracticeAnswers = (request: PracticeRequest) => PracticeAnswer | null;

/** An upstream inside this process, on loopback, that has made-up records under every id. */
export interface PracticeUpstream {
  url: string;
  close(): void;
}

/** Opens an upstream to practise on, for several sources at once. Rejects where loopback cannot be listened on. */
export async function openPracticeUpstream(sources: readonly PracticeAnswers[]): Promise<PracticeUpstream> {
  const server = createServer((message, response) => {
    readRequest(message)
      .then((request) => {
        for (const answer of sources) {
          const found = answer(request);
          if (!found) continue;
          response.setHeader("content-type", found.type).setHeader("content-encoding", "gzip");
          response.end(gzipSync(found.text, { level: 1, windowBits: 12, memLevel: 4 }));
          return;
        }
        response.writeHead(404).end();
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve).unref();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readRequest(message: IncomingMessage): Promise<PracticeRequest> {
  const { pathname, searchParams } = new URL(message.url ?? "/", "http://127.0.0.1");
  return {
    path: pathname,
    parameters: message.method === "POST" ? new URLSearchParams(await text(message)) : searchParams,
  };
}
