import { describe, expect, it } from "@jest/globals";
import { toRichText } from "../../src/content/html.js";

const BASE = "https://example.org/ency/article/000001.htm";
const html = (source: string) => toRichText(source, { baseUrl: BASE }).html;
const text = (source: string) => toRichText(source, { baseUrl: BASE }).text;

describe("the HTML of a rich text", () => {
  it("keeps paragraphs, headings, lists and inline emphasis and loses classes and styles", () => {
    expect(
      html(`<h3 class="x">What?</h3><p style="color:red">A <em>b</em> <strong>c</strong></p><ul><li>d</li></ul>`),
    ).toBe("<h3>What?</h3><p>A <em>b</em> <strong>c</strong></p><ul><li>d</li></ul>");
  });

  it("keeps tables with their spans and their empty cells", () => {
    expect(
      html(`<table><tr><th colspan="2" width="9">A</th></tr><tr><td></td><td rowspan="x">b</td></tr></table>`),
    ).toBe(`<table><tr><th colspan="2">A</th></tr><tr><td></td><td>b</td></tr></table>`);
  });

  it("resolves relative links and keeps nothing of a link but its address", () => {
    expect(html(`<a test="test" href="./000246.htm" onclick="x()">a</a> <a href="../imagepages/17108.htm">b</a>`)).toBe(
      `<a href="https://example.org/ency/article/000246.htm">a</a> <a href="https://example.org/ency/imagepages/17108.htm">b</a>`,
    );
  });

  it("unwraps links that lead nowhere safe", () => {
    for (const href of [
      "javascript:alert(1)",
      " java\nscript:alert(1)",
      "data:text/html,x",
      "vbscript:x",
      "file:///x",
    ]) {
      expect(html(`<a href="${href}">a</a>`)).toBe("a");
    }
    expect(toRichText(`<a href="b.html">a</a>`).html).toBe("a");
    expect(html(`<a>a</a>`)).toBe("a");
  });

  it("keeps mail links and escapes addresses", () => {
    expect(html(`<a href="mailto:a@example.org">a</a><a href='https://example.org/?a=1&b="'>b</a>`)).toBe(
      `<a href="mailto:a@example.org">a</a><a href="https://example.org/?a=1&amp;b=%22">b</a>`,
    );
  });

  it("drops scripts, styles, frames, drawings and the unscripted message with their content", () => {
    expect(html(`a<script>x</script><style>p{}</style><noscript><span>no</span></noscript><iframe>f</iframe>`)).toBe(
      "a",
    );
    expect(html(`<svg><text>x</text></svg><math><mi>y</mi></math><object><p>z</p></object><p>b</p>`)).toBe("<p>b</p>");
  });

  it("moves a list out of the paragraph that it was put in", () => {
    expect(html("<p>a<ul><li>b</li></ul>c</p>")).toBe("<p>a</p><ul><li>b</li></ul>c");
    expect(html("<p>a<span><ul><li>b</li></ul></span>c</p>")).toBe("<p>a</p><ul><li>b</li></ul><p>c</p>");
  });

  it("carries emphasis and links over the blocks inside them", () => {
    expect(html("<em><p>a</p><p>b</p></em>")).toBe("<p><em>a</em></p><p><em>b</em></p>");
  });

  it("drops paragraphs, items and emphasis without text", () => {
    expect(html("<p></p><p> &nbsp; </p><ul><li><em></em></li></ul><p>a</p><p><br></p>")).toBe("<p>a</p>");
  });

  it("closes what was left open and ignores what was never opened", () => {
    expect(html("<ul><li>a<li>b<em>c")).toBe("<ul><li>a</li><li>b<em>c</em></li></ul>");
    expect(html("</div></em>a</p></td>")).toBe("a");
  });

  it("gives a stray item a list, a stray cell a row and a list in a list an item", () => {
    expect(html("<li>a</li>")).toBe("<ul><li>a</li></ul>");
    expect(html("<table><td>a</td></table>")).toBe("<table><tr><td>a</td></tr></table>");
    expect(html("<ul><li>a</li><ul><li>b</li></ul></ul>")).toBe("<ul><li>a</li><li><ul><li>b</li></ul></li></ul>");
  });

  it("takes text out of a table that stands beside its cells", () => {
    expect(html("<table>x<tr>y<td>z</td></tr></table>")).toBe("x y<table><tr><td>z</td></tr></table>");
  });

  it("keeps words of divisions apart", () => {
    expect(html("<div>a</div><div>b<div>c</div></div>")).toBe("<p>a</p><p>b</p><p>c</p>");
    expect(html("<h2><div>a</div><div>b</div></h2>")).toBe("<h2>a b</h2>");
  });

  it("escapes text that looks like markup", () => {
    expect(html("<p>P<0.001 & a &lt;script&gt; x>y</p>")).toBe("<p>P&lt;0.001 &amp; a &lt;script&gt; x&gt;y</p>");
  });

  it("collapses white space, wherever the tags stand", () => {
    expect(html("<p>\n a\t <em> b </em> c</p>")).toBe("<p>a <em>b</em> c</p>");
    expect(html("<p>a<em> b</em>c</p>")).toBe("<p>a <em>b</em>c</p>");
  });

  it("keeps at most two line breaks between words, none at the ends", () => {
    expect(html("<p><br>a<br><br><br>b<br></p>")).toBe("<p>a<br><br>b</p>");
  });
});

describe("the text of a rich text", () => {
  it("parts blocks by line feeds and marks list items", () => {
    expect(text("<p>a</p><ul><li>b<ul><li>c</li></ul></li><li><p>d</p><p>e</p></li></ul>f")).toBe(
      "a\n- b\n  - c\n- d\n  e\nf",
    );
  });

  it("parts table cells by bars and rows by line feeds", () => {
    expect(
      text("<table><tr><th>a</th><th>b</th></tr><tr><td><p>c</p><p>d</p></td><td></td><td>e</td></tr></table>"),
    ).toBe("a | b\nc d |  | e");
  });

  it("turns every kind of space into a plain one and a line break into a line feed", () => {
    expect(text("<p>5\u202fmg&nbsp;&nbsp;daily<br>or less</p>")).toBe("5 mg daily\nor less");
  });

  it("keeps a comparison sign as it is", () => {
    expect(text("<p>P<0.001 and x &lt; y</p>")).toBe("P<0.001 and x < y");
  });

  it("separates words that inline tags touch only where white space did", () => {
    expect(text("<p>H<sub>2</sub>O <em>is</em> water.</p>")).toBe("H2O is water.");
  });
});
