import { Language } from "../../content/index.js";
import type { PracticeAnswers } from "../../upstream/index.js";
import { type PageKey, pageUrl, parsePagePath } from "./addresses.js";

/** The encyclopedia as it answers when somebody practises: a page of no content at every address. */
export const practiseEncyclopedia: PracticeAnswers = ({ path }) => {
  const key = parsePagePath(path);
  return key && { type: "text/html; charset=UTF-8", text: emptyPage(key) };
};

function emptyPage(key: PageKey): string {
  const paragraph = `<p>A sentence, a <a href="/ency/article/000001.htm">link</a>, <b>bold</b> &amp; plain.</p>`;
  const text = `${paragraph.repeat(8)}<ul><li>One</li><li>Two</li></ul><table><tr><td>Cell</td></tr></table>`;
  const section = (heading: string, body: string, id: string) =>
    `<section><div class="section"><div class="section-header"><div class="section-title"><h2>${heading}</h2></div></div>` +
    `<div class="section-body" id="${id}">${body}</div></div></section>`;
  const sections = ["Causes", "Symptoms", "Treatment"].map((heading, index) =>
    section(heading, text, `section-${index + 1}`),
  );
  return (
    `<!DOCTYPE html><html lang="${key.language === Language.SPANISH ? "es" : "en"}" class="nojs us"><head><title>No article</title>` +
    `<link rel="canonical" href="${pageUrl(key)}"></head><body>` +
    `<div id="mplus-content"><article><div id="d-article"><div class="page-info"><div class="page-title">` +
    `<h1 class="with-also" itemprop="name">No article</h1></div></div><div class="main">` +
    `<div id="ency_summary">${paragraph}</div>${sections.join("")}` +
    `${section("Review Date 1/1/2025", "<p>Updated by: nobody.</p>", "section-version")}</div></div></article></div></body></html>`
  );
}
