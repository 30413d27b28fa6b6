/** Pages as the site publishes them, with words of our own. */

export interface PageWords {
  language?: "en" | "es";
  path?: string;
  title?: string;
  summary?: string;
  sections?: string;
  head?: string;
}

/** A section of the current layout. */
export function section(heading: string, id: string, body: string): string {
  return `<section><div class="section"><div class="section-header"><div class="section-title"><h2>${heading}</h2></div>
    <div class="section-button"><button aria-controls="${id}"><span class="hide-offscreen">Expand Section</span></button></div>
    <div class="sm-live-area hide-offscreen" aria-live="polite"> </div></div>
    <div class="section-body" id="${id}">${body}</div></div></section>`;
}

const TOPICS = `<ul class="side-nav"><li><a href="https://medlineplus.gov/samplerash.html">Sample Rash</a></li></ul>`;
const IMAGES = `<ul class="img-grid group">
  <li class="thum-1"><img src="//medlineplus.gov/ency/images/ency/tnails/99001t.jpg" alt="Red spot" class="side-img"><a href="../imagepages/99001.htm">Red spot</a></li>
  <li class="thum-2"><a href="../imagepages/99002.htm"><img src="//medlineplus.gov/ency/images/ency/tnails/99002t.jpg" alt="Blue spot"></a></li>
  <li style="clear:both;"></li></ul>`;

export const SECTIONS = [
  section(
    "Causes",
    "section-1",
    `<p>Wool, soap &amp; <a test="test" href="./009998.htm">sun</a>.</p><ul><li>Wool</li><li>P<0.001</li></ul>`,
  ),
  section("How to scratch", "section-2", `<h2>Not at all</h2><p>Keep your nails short.</p>`),
  section("Alternative Names", "section-Alt", "<p>Blotch; Itchy spot;  Red spot </p>"),
  section("Images", "section-tnails", IMAGES),
  section("References", "section-Ref", "<p>Doe J. <em>Book of Spots</em>. 2nd ed. 2020.</p><p>Roe R. Spots. 2021.</p>"),
  section(
    "Review Date 3/7/2024",
    "section-version",
    "<p>Updated by: Jane Doe, MD, Spot Clinic. Also reviewed by Richard Roe, MD, and the team. </p>",
  ),
  `<section><div class="section ency-citation"><div class="section-header"><div class="section-title ency-citation">
    <div id="citation-how-to"><button><span>Learn how to cite this page</span></button></div></div></div></div></section>`,
  section("Related MedlinePlus Health Topics", "section-mtp", TOPICS),
].join("\n");

/** A page of the current layout: the site's shell around an article. */
export function page(words: PageWords = {}): string {
  const { language = "en", path = "/ency/article/009999.htm", title = "Sample rash", sections = SECTIONS } = words;
  const summary = words.summary ?? `<p>A rash that was made up. It itches.</p>`;
  return `<!DOCTYPE html><html lang="${language}" class="nojs us" data-root="https://medlineplus.gov/"><head>
    <title>${title}: MedlinePlus</title><link rel="canonical" href="https://medlineplus.gov${path}">${words.head ?? ""}
    </head><body><header><h1>MedlinePlus</h1><nav><h2>Menu</h2></nav></header><div id="mplus-content">
    <article><div id="d-article"><div class="page-info"><div class="page-title"><a name="start" id="start"></a>
    <h1 class="with-also" itemprop="name"> ${title} </h1></div><div class="page-actions">Share</div>
    <noscript><span class="js-disabled-message">To use the sharing features on this page, please enable scripts.</span></noscript></div>
    <div class="main"><div id="ency_summary">${summary}</div>${sections}</div>
    <div class="side"><aside><section><div class="side-section"><div class="section-header"><h2>Related MedlinePlus Health Topics</h2></div>
    <div class="section-body">${TOPICS}</div></div></section>
    <section><div class="side-section"><div class="section-header"><h2>Images</h2></div><div class="section-body">${IMAGES}</div></div></section>
    </aside></div></div></article></div><footer><h2>About</h2><p>The footer.</p></footer></body></html>`;
}

/** A page of the older layout: no ids, no wrappers, headings straight in the text, no summary. */
export const OLDER_PAGE = `<html><head></head><body><div class="main-single"><h1>Older rash</h1>
  <h2>Description</h2><p>It is old.</p><div><p>Very old.</p></div>
  <h2>When to Contact a Medical Professional</h2><p>Call when it <b>grows</b>.
  <h2>Alternative Names</h2><p>Old spot</p>
  <h2>Update Date</h2><p>Review Date: 5/4/2016 Updated by: Jane Doe, MD.</p>
  <h2>References</h2><ul><li>Doe J. Old spots. 1999.</li></ul></div><p>Footer.</p></body></html>`;

const SPANISH_SECTIONS = [
  section("Causas", "section-1", "<p>La lana.</p>"),
  section("¿Cuándo contactar a un profesional médico?", "section-2", "<p>Si crece.</p>"),
  section("Nombres alternativos", "section-Alt", "<p>Mancha; Roncha</p>"),
  section(
    "Ultima revisión 11/9/2021",
    "section-version",
    "<p>Versión en inglés revisada por: Jane Doe, MD, Spot Clinic.</p><p>Traducción y localización realizada por: Casa de Palabras.</p>",
  ),
].join("");

export const SPANISH_PAGE = page({
  language: "es",
  path: "/spanish/ency/article/009999.htm",
  title: "Sarpullido de muestra",
  summary: "<p>Un sarpullido inventado.</p>",
  sections: SPANISH_SECTIONS,
  head: `<link rel="alternate" hreflang="en" href="https://medlineplus.gov/ency/article/009999.htm">
    <link rel="alternate" hreflang="es" href="https://medlineplus.gov/spanish/ency/article/009999.htm">`,
});
