import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ChildGateway, spawnGateway } from "./child-gateway.js";

export type Trouble = "long task" | "uncaught error" | "unhandled rejection" | "error of the listener";

/** The built gateway as a process in which something goes wrong on SIGUSR2. */
export function spawnTroubledGateway(trouble: Trouble, env: Record<string, string> = {}): ChildGateway {
  const preload = pathToFileURL(join(import.meta.dirname, "trouble.mjs")).href;
  return spawnGateway({ NODE_OPTIONS: `--import=${preload}`, TROUBLE: trouble, ...env });
}

/** A source that takes its time. */
export interface HeldSource {
  url: string;
  /** Resolves when it has been asked. */
  asked: Promise<void>;
  /** Answers everything that it was asked, with an error that is not tried again. */
  release(): void;
  close(): void;
}

export async function holdSource(): Promise<HeldSource> {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const answers: (() => void)[] = [];
  const server = createServer((_request, response) => {
    answers.push(() => response.writeHead(400).end());
    resolve();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    release: () => {
      for (const answer of answers.splice(0)) answer();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
