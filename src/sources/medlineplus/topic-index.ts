import type { Language } from "../../content/index.js";
import { Breather } from "./breather.js";
import type { HealthTopicGroup } from "./group-types.js";
import type { GroupCard, SnapshotContents, TopicCard } from "./snapshot-format.js";

/** A name as it is compared: case, accents, punctuation and spacing do not matter. */
export function normalized(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Finds topics by everything that names them. The lists are in the order of titles, and must not be written to. */
export class TopicIndex {
  private readonly byTopicId = new Map<string, TopicCard>();
  private readonly bySlugs = new Map<string, TopicCard>();
  private readonly titles = new Map<string, TopicCard[]>();
  private readonly names = new Map<string, TopicCard[]>();
  private readonly byDescriptor = new Map<string, TopicCard[]>();
  private readonly byArticle = new Map<string, TopicCard[]>();
  private readonly byGroups = new Map<string, TopicCard[]>();
  private readonly byLanguage = new Map<string, TopicCard[]>();
  private readonly groupsByKey = new Map<string, HealthTopicGroup>();

  /** Lets other work go first now and then: two thousand topics take longer than an answer may wait. */
  static async of({ cards, groups }: SnapshotContents): Promise<TopicIndex> {
    const index = new TopicIndex();
    const breather = new Breather();
    for (const card of cards) {
      index.add(card);
      await breather.breathe();
    }
    for (const group of groups) index.addGroup(group);
    return index;
  }

  byId(topicId: string): TopicCard | undefined {
    return this.byTopicId.get(topicId);
  }

  bySlug(slug: string, language: Language): TopicCard | undefined {
    return this.bySlugs.get(`${language} ${slug.toLowerCase()}`);
  }

  /** Topics with this title, else topics that go by this other name or index term: these are not unique. */
  byName(name: string, language: Language): readonly TopicCard[] {
    const key = `${language} ${normalized(name)}`;
    return this.titles.get(key) ?? this.names.get(key) ?? [];
  }

  byMeshDescriptor(descriptorId: string): readonly TopicCard[] {
    return this.byDescriptor.get(descriptorId) ?? [];
  }

  byEncyclopediaArticle(articleId: string, language: Language): readonly TopicCard[] {
    return this.byArticle.get(`${language} ${articleId}`) ?? [];
  }

  byGroup(groupId: string, language: Language): readonly TopicCard[] {
    return this.byGroups.get(`${language} ${groupId}`) ?? [];
  }

  all(language: Language): readonly TopicCard[] {
    return this.byLanguage.get(language) ?? [];
  }

  group(groupId: string, language: Language): HealthTopicGroup | undefined {
    return this.groupsByKey.get(`${language} ${groupId}`);
  }

  groups(language: Language): HealthTopicGroup[] {
    return [...this.groupsByKey.values()].filter((group) => group.language === language);
  }

  private addGroup({ groupId, name, url, language }: GroupCard): void {
    const key = `${language} ${groupId}`;
    const topicCount = this.byGroups.get(key)?.length ?? 0;
    this.groupsByKey.set(key, { groupId, name, url, language, topicCount });
  }

  private add(card: TopicCard): void {
    const { language } = card;
    const keyed = (text: string): string => `${language} ${text}`;
    this.byTopicId.set(card.topicId, card);
    if (!this.bySlugs.has(keyed(card.slug))) this.bySlugs.set(keyed(card.slug), card);
    append(this.byLanguage, language, card);
    append(this.titles, keyed(normalized(card.title)), card);
    for (const name of new Set(card.names.map(normalized))) append(this.names, keyed(name), card);
    for (const id of new Set(card.meshDescriptorIds)) append(this.byDescriptor, id, card);
    for (const id of card.encyclopediaArticleIds) append(this.byArticle, keyed(id), card);
    for (const id of new Set(card.groupIds)) append(this.byGroups, keyed(id), card);
  }
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
