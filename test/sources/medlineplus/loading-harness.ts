import type { MedlinePlus } from "../../../src/sources/medlineplus/index.js";
import { FakeClock } from "../../support/fake-clock.js";
import { type TestPlatform, testPlatform } from "../../support/platform.js";
import { createTopics, listenTopics, type TopicsServer, temporaryFolder } from "./topics-server.js";
import { topicsFileXml, topicXml } from "./topics-xml.js";

export const HOUR_MS = 3_600_000;
export const SNAPSHOT = "medlineplus-topics.snapshot";
export const [DAY_1, DAY_2, DAY_3] = ["2027-01-13", "2027-01-14", "2027-01-15"] as const;

/** A topics file in English; the topics are numbered from 1. */
export function fileOf(...titles: string[]): string {
  return topicsFileXml(titles.map((title, index) => topicXml({ id: index + 1, title })));
}

/** A server that publishes topics files, a clock that stands still, and gateways' topics on one data folder. */
export class LoadingHarness {
  readonly clock = new FakeClock();
  readonly platform: TestPlatform = testPlatform(this.clock);
  private readonly opened: MedlinePlus[] = [];

  private constructor(
    public server: TopicsServer,
    public folder: string,
  ) {}

  static async create(): Promise<LoadingHarness> {
    const server = await listenTopics({ [DAY_1]: fileOf("Asthma"), [DAY_2]: fileOf("Asthma", "Burns") });
    return new LoadingHarness(server, await temporaryFolder());
  }

  /** Topics that are not started; they are closed with the harness. */
  create(): MedlinePlus {
    const medlineplus = createTopics(this.platform, this.server.loopback, this.folder);
    this.opened.push(medlineplus);
    return medlineplus;
  }

  async open(): Promise<MedlinePlus> {
    const medlineplus = this.create();
    await medlineplus.start();
    return medlineplus;
  }

  /** Lets time pass to the moment of the next look for newer topics, and then stand still. */
  nextRefresh(): Promise<void> {
    return this.clock.advance(12 * HOUR_MS - (this.clock.elapsed() % (12 * HOUR_MS)));
  }

  /** Gives real answers the time they need, a millisecond of the clock each turn. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await this.clock.advance(1);
  }

  noted(message: string): boolean {
    return this.platform.notes.some((note) => note.message === message);
  }

  async close(): Promise<void> {
    for (const medlineplus of this.opened) await medlineplus.close();
    await this.server.loopback.close();
  }
}
