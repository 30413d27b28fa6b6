import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { CitationStyle, formatCitation, Language, type Provenance, type RichText } from "../../content/index.js";
import type { Call, Eventual } from "../../upstream/index.js";
import { toPageKey } from "./addresses.js";
import { toCslItem } from "./citation.js";
import type { Encyclopedia } from "./loader.js";
import {
  EncyclopediaArticle,
  type EncyclopediaImage,
  type EncyclopediaLink,
  type EncyclopediaSection,
  type EncyclopediaTopicLink,
  type KeptPage,
} from "./types.js";

/** This source's slice of the context. */
export interface EncyclopediaContext {
  call: Call;
  encyclopedia: Encyclopedia;
}

type Article = KeptPage | EncyclopediaLink;
type Eventually<T> = Eventual<T | null>;

@Resolver(() => EncyclopediaArticle)
export class EncyclopediaResolver {
  @Query(() => EncyclopediaArticle, {
    nullable: true,
    description:
      "One article of the medical encyclopedia, by its id or by its address (exactly one of the two). " +
      "Null when there is no such article.",
  })
  encyclopediaArticle(
    @Arg("articleId", () => ID, { nullable: true, description: "Kind and number, such as `article/001488`." })
    articleId: string | null,
    @Arg("url", () => String, { nullable: true, description: "The page's address, in either language." })
    url: string | null,
    @Arg("language", () => Language, {
      nullable: true,
      description: "The language wanted. Without it: that of the address, else English.",
    })
    language: Language | null,
    @Ctx() { encyclopedia, call }: EncyclopediaContext,
  ): Eventually<KeptPage> {
    const key = toPageKey({ articleId, url, language });
    return encyclopedia.load(key.articleId, key.language, call);
  }

  @FieldResolver()
  translationUrl(@Root() article: Article, @Ctx() { encyclopedia, call }: EncyclopediaContext): Eventually<string> {
    if (article.translationUrl !== undefined) return article.translationUrl;
    return encyclopedia.opening(article, call, (page) => page.translationUrl);
  }

  @FieldResolver()
  summary(@Root() article: Article, @Ctx() { encyclopedia, call }: EncyclopediaContext): Eventually<RichText> {
    return encyclopedia.opening(article, call, (page) => page.summary);
  }

  @FieldResolver()
  sections(
    @Root() article: Article,
    @Ctx() { encyclopedia, call }: EncyclopediaContext,
  ): Eventually<EncyclopediaSection[]> {
    return encyclopedia.page(article, call, (page) => page.sections);
  }

  @FieldResolver()
  alternativeNames(@Root() article: Article, @Ctx() { encyclopedia, call }: EncyclopediaContext): Eventually<string[]> {
    return encyclopedia.page(article, call, (page) => page.alternativeNames);
  }

  @FieldResolver()
  images(
    @Root() article: Article,
    @Ctx() { encyclopedia, call }: EncyclopediaContext,
  ): Eventually<EncyclopediaImage[]> {
    return encyclopedia.page(article, call, (page) => page.images);
  }

  @FieldResolver()
  reviewedOn(@Root() article: Article, @Ctx() { encyclopedia, call }: EncyclopediaContext): Eventually<string> {
    return encyclopedia.page(article, call, (page) => page.reviewedOn);
  }

  @FieldResolver()
  reviewedBy(@Root() article: Article, @Ctx() { encyclopedia, call }: EncyclopediaContext): Eventually<string> {
    return encyclopedia.page(article, call, (page) => page.reviewedBy);
  }

  @FieldResolver()
  updatedBy(@Root() article: Article, @Ctx() { encyclopedia, call }: EncyclopediaContext): Eventually<string> {
    return encyclopedia.page(article, call, (page) => page.updatedBy);
  }

  @FieldResolver()
  alsoReviewedBy(@Root() article: Article, @Ctx() { encyclopedia, call }: EncyclopediaContext): Eventually<string> {
    return encyclopedia.page(article, call, (page) => page.alsoReviewedBy);
  }

  @FieldResolver()
  translatedBy(@Root() article: Article, @Ctx() { encyclopedia, call }: EncyclopediaContext): Eventually<string> {
    return encyclopedia.page(article, call, (page) => page.translatedBy);
  }

  @FieldResolver()
  references(@Root() article: Article, @Ctx() { encyclopedia, call }: EncyclopediaContext): Eventually<string[]> {
    return encyclopedia.page(article, call, (page) => page.references);
  }

  @FieldResolver()
  relatedTopicLinks(
    @Root() article: Article,
    @Ctx() { encyclopedia, call }: EncyclopediaContext,
  ): Eventually<EncyclopediaTopicLink[]> {
    return encyclopedia.page(article, call, (page) => page.relatedTopicLinks);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The entry as a reference, ready for a list of literature.",
  })
  citation(
    @Root() article: Article,
    @Arg("style", () => CitationStyle, { defaultValue: CitationStyle.VANCOUVER, description: "How to set it." })
    style: CitationStyle,
    @Ctx() { encyclopedia, call }: EncyclopediaContext,
  ): Eventually<string> {
    return encyclopedia.page(article, call, (page) => formatCitation(toCslItem(page), style));
  }

  @FieldResolver()
  provenance(@Root() article: Article, @Ctx() { encyclopedia, call }: EncyclopediaContext): Eventually<Provenance> {
    return encyclopedia.opening(article, call, (page) => encyclopedia.provenanceOf(page));
  }
}
