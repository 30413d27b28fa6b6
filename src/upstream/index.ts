export { type Answers, type AnswersOptions, createAnswers } from "./answers.js";
export type { UpstreamAnswer } from "./body.js";
export type { BreakerState } from "./breaker.js";
export type { CacheOptions } from "./cache.js";
export { type Call, type CallOptions, createCall, type Priority } from "./call.js";
export { type Clock, systemClock } from "./clock.js";
export { Distribution } from "./distribution.js";
export { endingOf, OpenEnding } from "./ending.js";
export type { CopyFacts, Freshness, LifetimeSettings, Lifetimes } from "./entry.js";
export { CallLimitError, UnreadableAnswerError, UpstreamError, type UpstreamFailure } from "./errors.js";
export { type Eventual, whenThere } from "./eventual.js";
export type { Fetched, Held } from "./fetched.js";
export type { Passage } from "./flight.js";
export { makeFolder } from "./folder.js";
export type { SourceCounts, SourceHealth } from "./health.js";
export type { Expectation, UpstreamRequest } from "./http.js";
export type { AnswerHead } from "./http-answer.js";
export { Invalidations, type Outdatable, type Outdated } from "./invalidations.js";
export type { Ended, Observer, RecordKind } from "./observer.js";
export type { Quota } from "./pacer.js";
export { type PackedText, unpack } from "./packed-text.js";
export type { Log, Platform } from "./platform.js";
export {
  openPracticeUpstream,
  type PracticeAnswers,
  type PracticeUpstream,
} from "./practice-upstream.js";
export { createRecords, type Records, type RecordsOptions } from "./records.js";
export { parseRedisAddress } from "./redis/address.js";
export type { Redis, RedisOptions } from "./redis/index.js";
export { openRedis, probeRedis } from "./redis/lazy.js";
export type { MissedRecord, Rehearsal } from "./rehearsal.js";
export { Report, type SourceReport } from "./report.js";
export type { Ledger, Shared, SharedFile, SharedFiles, SharedSpending, Spending, Standing } from "./shared.js";
export { SqliteAdapter, type SqliteOptions } from "./sqlite-adapter.js";
export { createMemoryStore, createStore, type Store, type StoreEntry, type StoreOptions } from "./store.js";
export {
  createUpstream,
  createUpstreamCall,
  type Upstream,
  type UpstreamCall,
  type UpstreamOptions,
  type UpstreamTrace,
} from "./upstream.js";
export { collapseSpace, readXml, XmlNode } from "./xml.js";
