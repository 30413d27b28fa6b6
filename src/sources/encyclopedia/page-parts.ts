import { type RichText, RichTextWriter } from "../../content/index.js";
import { collapseSpace } from "../../upstream/index.js";
import { type SpecialPart, specialPartOf } from "./headings.js";
import type { EncyclopediaImage, EncyclopediaTopicLink } from "./types.js";

type Attributes = Readonly<Record<string, string>>;

/** What collects the content under one heading. It is fed the elements and the text in their order. */
export interface Part {
  readonly heading: string;
  special: SpecialPart | null;
  open(name: string, attributes: Attributes): void;
  text(data: string): void;
  close(name: string): void;
}

/** A part whose content is text: the summary, a section, the references. */
export class TextPart implements Part {
  readonly heading: string;
  special: SpecialPart | null;
  readonly #writer: RichTextWriter;

  constructor(heading: string, baseUrl: string) {
    this.heading = heading;
    this.special = specialPartOf(heading);
    this.#writer = new RichTextWriter(baseUrl);
  }

  open(name: string, attributes: Attributes): void {
    this.#writer.open(name, attributes);
  }

  text(data: string): void {
    this.#writer.text(data);
  }

  close(): void {
    // Elements that were open before the heading also close in here.
    if (this.#writer.depth > 0) this.#writer.close();
  }

  finish(): RichText {
    return this.#writer.finish();
  }
}

/** The links in a list, such as that of the related health topics. */
export class LinksPart implements Part {
  readonly special = "topics";
  readonly links: EncyclopediaTopicLink[] = [];
  #inLink = false;

  constructor(
    readonly heading: string,
    private readonly baseUrl: string,
  ) {}

  open(name: string, attributes: Attributes): void {
    if (name !== "a") return;
    const url = webAddress(attributes.href, this.baseUrl);
    this.#inLink = url !== null;
    if (url !== null) this.links.push({ title: "", url });
  }

  text(data: string): void {
    const link = this.links.at(-1);
    if (this.#inLink && link) link.title += data;
  }

  close(name: string): void {
    if (name === "a") this.#inLink = false;
  }
}

/** The thumbnails of a page with the links beside or around them. */
export class ImagesPart implements Part {
  readonly special = "images";
  readonly images: EncyclopediaImage[] = [];
  #alternative: string[] = [];
  #inLink = false;

  constructor(
    readonly heading: string,
    private readonly baseUrl: string,
  ) {}

  open(name: string, attributes: Attributes): void {
    if (name === "li") this.#start();
    else if (name === "img") this.#addThumbnail(attributes);
    else if (name === "a") this.#addLink(attributes);
  }

  text(data: string): void {
    const image = this.images.at(-1);
    if (this.#inLink && image) image.title += data;
  }

  close(name: string): void {
    if (name === "a") this.#inLink = false;
  }

  /** The images that have a picture or a page; one without a text of its own is named by its alternative text. */
  finish(): EncyclopediaImage[] {
    return this.images
      .map((image, index) => ({ ...image, title: collapseSpace(image.title) || (this.#alternative[index] ?? "") }))
      .filter((image) => image.thumbnailUrl !== null || image.pageUrl !== null);
  }

  #start(): EncyclopediaImage {
    const image: EncyclopediaImage = { title: "", thumbnailUrl: null, pageUrl: null };
    this.images.push(image);
    return image;
  }

  #addThumbnail(attributes: Attributes): void {
    const last = this.images.at(-1);
    const image = last?.thumbnailUrl === null ? last : this.#start();
    image.thumbnailUrl = webAddress(attributes.src, this.baseUrl);
    this.#alternative[this.images.length - 1] = collapseSpace(attributes.alt || attributes.title || "");
  }

  #addLink(attributes: Attributes): void {
    const last = this.images.at(-1);
    const image = last?.pageUrl === null ? last : this.#start();
    image.pageUrl = webAddress(attributes.href, this.baseUrl);
    this.#inLink = true;
  }
}

/** An absolute web address, or null. */
export function webAddress(href: string | undefined, baseUrl: string): string | null {
  const url = href === undefined ? null : URL.parse(href.trim(), baseUrl);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}
