import { ErrorReply } from "@redis/client";
import type { Clock } from "../clock.js";
import type { Log } from "../platform.js";
import type { RedisConnection } from "./connection.js";

/** Redis cannot be asked now. Whoever gets this goes on alone. */
export class RedisAwayError extends Error {
  override readonly name = "RedisAwayError";
}

export interface LinkOptions {
  connect: () => RedisConnection;
  clock: Clock;
  log: Log;
}

/** A command that has had no reply for this long has none to come: nobody's question may wait for a cache longer. */
const COMMAND_MS = 200;
/** For whole chunks of a file, which nobody waits for. */
const BULK_MS = 3_000;
const RECONNECT_MS = 250;
const FIRST_CONNECTION_MS = 1_500;
/** A way that was lost this short a time ago is most likely back at once. */
const BLINK_MS = 1_000;

/**
 * The way to Redis, kept up behind everybody's back. While it is down every command fails at once.
 *
 * A network that swallows packets leaves a connection that looks whole and never replies, and TCP would go on for
 * minutes. So one command without a reply in time ends the connection, and a new one is tried until one replies.
 */
export class RedisLink {
  private connection: RedisConnection | null = null;
  private readonly subscriptions = new Map<string, (message: string) => void>();
  private readonly onUp: (() => Promise<void>)[] = [];
  private readonly end = new AbortController();
  private keeping: Promise<void> | null = null;
  private connecting = false;
  private lostAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: LinkOptions) {}

  /** Resolves when Redis replies, or when it has not done so for a while; then it is tried again behind. */
  async start(): Promise<void> {
    const patience = new AbortController();
    this.keeping ??= this.keepUp();
    await Promise.race([
      this.keeping,
      this.options.clock.sleep(FIRST_CONNECTION_MS, patience.signal).catch(() => undefined),
    ]);
    patience.abort();
  }

  isUp(): boolean {
    return this.connection !== null;
  }

  /** Waits for a way that was lost a moment ago to come back. @returns whether it is up */
  async overBlink(): Promise<boolean> {
    const { clock } = this.options;
    while (!this.isUp() && clock.elapsed() < this.lostAt + BLINK_MS) await clock.sleep(BLINK_MS / 20);
    return this.isUp();
  }

  /** Runs whenever Redis has come back, before anybody else can use it. */
  whenUp(work: () => Promise<void>): void {
    this.onUp.push(work);
  }

  /**
   * Sends a command.
   * @param key decides which node of a cluster is asked
   * @throws RedisAwayError when there is no reply in time; ErrorReply when Redis refuses
   */
  send(key: string, ...args: (string | number)[]): Promise<unknown> {
    return this.within(COMMAND_MS, (connection) => connection.send(key, args.map(String)));
  }

  /** A command with bytes, for which there is more time. Strings of the reply are bytes too. */
  sendBytes(key: string, ...args: (string | Buffer)[]): Promise<unknown> {
    return this.within(BULK_MS, (connection) => connection.sendBytes(key, args));
  }

  run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.send(keys[0] ?? "", "EVAL", script, keys.length, ...keys, ...args);
  }

  /** Gets a channel's messages from now on, as long as the way to Redis is up. One listener a channel. */
  subscribe(channel: string, listener: (message: string) => void): void {
    this.subscriptions.set(channel, listener);
    this.connection?.subscribe(channel, listener).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.end.abort();
    this.connection?.destroy();
    this.connection = null;
    await this.keeping;
  }

  private async within<T>(ms: number, work: (connection: RedisConnection) => Promise<T>): Promise<T> {
    const { connection } = this;
    if (!connection) throw new RedisAwayError("there is no connection");
    try {
      return await replyWithin(ms, work(connection));
    } catch (error) {
      // A server that is starting, or was just made a replica, replies but is of no use.
      if (error instanceof ErrorReply && !/^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN)/.test(error.message)) throw error;
      this.lost(connection, error);
      throw new RedisAwayError("it does not reply", { cause: error });
    }
  }

  private lost(connection: RedisConnection, reason: unknown): void {
    connection.destroy();
    if (this.connection !== connection) return;
    this.connection = null;
    this.lostAt = this.options.clock.elapsed();
    this.options.log.warn({ reason: String(reason) }, "the shared store does not reply: going on alone");
    if (!this.end.signal.aborted && !this.connecting) this.keeping = this.keepUp();
  }

  private async keepUp(): Promise<void> {
    this.connecting = true;
    while (!this.end.signal.aborted && !(await this.tryConnect())) {
      // Replicas that lost Redis together must not come back in step.
      const wait = RECONNECT_MS * (0.5 + Math.random());
      await this.options.clock.sleep(wait, this.end.signal).catch(() => undefined);
    }
    this.connecting = false;
  }

  private async tryConnect(): Promise<boolean> {
    const connection = this.options.connect();
    connection.onBroken((error) => this.lost(connection, error));
    try {
      await replyWithin(BULK_MS, connection.connect());
      await replyWithin(COMMAND_MS, connection.send("", ["PING"]));
      for (const [channel, listener] of this.subscriptions) await connection.subscribe(channel, listener);
      this.connection = connection;
      for (const work of this.onUp) await work();
      if (this.connection !== connection) return false;
    } catch {
      if (this.connection === connection) this.connection = null;
      connection.destroy();
      return false;
    }
    if (this.end.signal.aborted) connection.destroy();
    else this.options.log.info({}, "the shared store replies");
    return true;
  }
}

/** Waits for a reply. When this process itself was too busy to read it in time, it still counts. */
function replyWithin<T>(ms: number, reply: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error(`no reply within ${ms} ms`));
    const timer = setTimeout(() => setImmediate(() => setImmediate(late)), ms);
    reply.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
