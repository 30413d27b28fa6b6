import { setImmediate as turn } from "node:timers/promises";
import { Language } from "../../content/index.js";
import { parsePage } from "./parser.js";

const KEY = { articleId: "article/000000", language: Language.ENGLISH };
const TIMES = 40;

/**
 * Reads a page of no content until V8 has compiled the parser. The first page that a person asks for brings a dozen
 * entries at once, and reading them with a parser that has never run takes five times as long. Others get their turn
 * after every page.
 */
export async function warmUpParser(): Promise<void> {
  const page = emptyPage();
  for (let time = 0; time < TIMES; time++) {
    parsePage(page, KEY);
    await turn();
  }
}

function emptyPage(): string {
  const paragraph = `<p>A sentence, a <a href="/ency/article/000001.htm">link</a>, <b>bold</b> &amp; plain.</p>`;
  const text = `${paragraph.repeat(8)}<ul><li>One</li><li>Two</li></ul><table><tr><td>Cell</td></tr></table>`;
  const section = (heading: string, body: string, id: string) =>
    `<section><div class="section"><div class="section-header"><div class="section-title"><h2>${heading}</h2></div></div>` +
    `<div class="section-body" id="${id}">${body}</div></div></section>`;
  const sections = ["Causes", "Symptoms", "Treatment"].map((heading, index) =>
    section(heading, text, `section-${index + 1}`),
  );
  return (
    `<!DOCTYPE html><html lang="en" class="nojs us"><head><title>No article</title>` +
    `<link rel="canonical" href="https://medlineplus.gov/ency/${KEY.articleId}.htm"></head><body>` +
    `<div id="mplus-content"><article><div id="d-article"><div class="page-info"><div class="page-title">` +
    `<h1 class="with-also" itemprop="name">No article</h1></div></div><div class="main">` +
    `<div id="ency_summary">${paragraph}</div>${sections.join("")}` +
    `${section("Review Date 1/1/2025", "<p>Updated by: nobody.</p>", "section-version")}</div></div></article></div></body></html>`
  );
}
