import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Language } from "../../../src/content/index.js";
import { type DroppedTopic, parseTopicsFile, type TopicsFileHead } from "../../../src/sources/medlineplus/parser.js";
import type { StoredTopic } from "../../../src/sources/medlineplus/stored-topic.js";
import { toDate } from "../../../src/sources/medlineplus/topic-parser.js";
import { inPieces, siteXml, topicsFileXml, topicXml } from "./topics-xml.js";

interface Parsed {
  head: TopicsFileHead;
  topics: StoredTopic[];
  dropped: DroppedTopic[];
}

async function parse(text: string | Buffer, pieceBytes?: number): Promise<Parsed> {
  const topics: StoredTopic[] = [];
  const dropped: DroppedTopic[] = [];
  const head = await parseTopicsFile(inPieces(text, pieceBytes), {
    topic: (topic) => void topics.push(topic),
    dropped: (topic) => void dropped.push(topic),
  });
  return { head, topics, dropped };
}

async function parseInside(inside: string, language: "English" | "Spanish" = "English"): Promise<StoredTopic> {
  const { topics } = await parse(topicsFileXml([topicXml({ id: 1, title: "Sample Rash", language, inside })]));
  return topics[0] as StoredTopic;
}

const WHOLE = `<also-called>Blotch</also-called>
<full-summary>&lt;h3&gt;What is it?&lt;/h3&gt;
&lt;p&gt;Red &amp;amp; itchy. See &lt;a href="itch.html" tid="7807"&gt;itch&lt;/a&gt;.&lt;/p&gt;
&lt;p class=""&gt;NIH: Invented Institute&lt;/p&gt;</full-summary>
<group url="https://medlineplus.gov/skinhairandnails.html" id="18">Skin, Hair and Nails</group>
<language-mapped-topic url="https://medlineplus.gov/spanish/samplerash.html" id="9102" language="Spanish">Sarpullido</language-mapped-topic>
<mesh-heading>
<descriptor id="D000094024">Exanthema, Invented</descriptor>
<qualifier id="Q000002">therapy</qualifier>
</mesh-heading>
<other-language vernacular-name="español" url="https://medlineplus.gov/spanish/samplerash.html">Spanish</other-language>
<other-language vernacular-name="español" url="https://medlineplus.gov/languages/rash.html#Chinese, Simplified (Mandarin dialect)">Spanish</other-language>
<primary-institute url="http://www.example.nih.gov/">Invented Institute</primary-institute>
<related-topic url="https://medlineplus.gov/itch.html" id="9103">Itch</related-topic>
<see-reference>Rash, Sample</see-reference>
<site title="Sample rash" url="https://medlineplus.gov/ency/article/009999.htm" language-mapped-url="https://medlineplus.gov/spanish/ency/article/009999.htm">
<information-category>Encyclopedia</information-category>
<information-category>Patient Handouts</information-category>
<organization>Medical Encyclopedia</organization>
<standard-description>NIH</standard-description>
</site>`;

describe("the parser of the topics file", () => {
  it("reads every element and attribute of a topic", async () => {
    const { head, topics } = await parse(topicsFileXml([topicXml({ id: 9101, title: "Sample Rash", inside: WHOLE })]));

    expect(head).toEqual({ announced: 1, generatedOn: "2030-10-02" });
    const { summary, ...rest } = topics[0] as StoredTopic;
    expect(rest).toEqual({
      topicId: "9101",
      slug: "samplerash",
      title: "Sample Rash",
      language: Language.ENGLISH,
      url: "https://medlineplus.gov/samplerash.html",
      metaDescription: "Made up.",
      alsoCalled: ["Blotch"],
      seeReferences: ["Rash, Sample"],
      groups: [{ groupId: "18", name: "Skin, Hair and Nails", url: "https://medlineplus.gov/skinhairandnails.html" }],
      meshHeadings: [
        {
          descriptor: { id: "D000094024", name: "Exanthema, Invented" },
          qualifiers: [{ id: "Q000002", name: "therapy" }],
          isMajorTopic: null,
        },
      ],
      primaryInstitute: { name: "Invented Institute", url: "http://www.example.nih.gov/" },
      otherLanguages: [
        { name: "Spanish", vernacularName: "español", url: "https://medlineplus.gov/spanish/samplerash.html" },
        {
          name: "Spanish",
          vernacularName: "español",
          url: "https://medlineplus.gov/languages/rash.html#Chinese,%20Simplified%20(Mandarin%20dialect)",
        },
      ],
      createdOn: "2004-01-31",
      links: [
        {
          title: "Sample rash",
          url: "https://medlineplus.gov/ency/article/009999.htm",
          translationUrl: "https://medlineplus.gov/spanish/ency/article/009999.htm",
          organizations: ["Medical Encyclopedia"],
          categories: ["Encyclopedia", "Patient Handouts"],
          descriptions: ["NIH"],
        },
      ],
      relatedTopicIds: ["9103"],
      translationTopicId: "9102",
    });
    expect(summary?.html).toContain('<a href="https://medlineplus.gov/itch.html">itch</a>');
    expect(summary?.html).not.toContain("tid");
    expect(summary?.text).toContain("Red & itchy. See itch.");
    expect(summary?.text).toContain("NIH: Invented Institute");
  });

  it("reads the same from a body in pieces of one byte, letters of two bytes included", async () => {
    const text = topicsFileXml([topicXml({ id: 1, title: "Corazón y pulmón", language: "Spanish", slug: "heart" })]);

    expect(await parse(text, 1)).toEqual(await parse(text, 1_000_000));
  });

  it("leaves null or empty what a topic does not have", async () => {
    const topic = await parseInside("");

    expect(topic).toMatchObject({ summary: null, primaryInstitute: null, translationTopicId: null });
    expect(topic).toMatchObject({
      alsoCalled: [],
      meshHeadings: [],
      links: [],
      relatedTopicIds: [],
      otherLanguages: [],
    });
  });

  it("takes an empty summary for none", async () => {
    expect((await parseInside("<full-summary>&lt;p&gt;&lt;/p&gt;</full-summary>")).summary).toBeNull();
  });

  it("reads the indented form with the old host that files of 2012 have", async () => {
    const text = topicsFileXml([
      `<health-topic title="Odd   Ache" url="https://www.nlm.nih.gov/medlineplus/oddache.html"
          id="3061" language="English" date-created="01/07/2003">
        <group url="http://www.nlm.nih.gov/medlineplus/symptoms.html" id="31">
          Symptoms
        </group>
        <site title="Odd
           scan" url="https://www.nlm.nih.gov/medlineplus/ency/article/003789.htm">
          <information-category>Encyclopedia</information-category>
        </site>
      </health-topic>`,
    ]);

    const { topics } = await parse(text);

    expect(topics[0]).toMatchObject({
      title: "Odd Ache",
      slug: "oddache",
      url: "https://medlineplus.gov/oddache.html",
    });
    expect(topics[0]?.groups).toEqual([
      { groupId: "31", name: "Symptoms", url: "https://medlineplus.gov/symptoms.html" },
    ]);
    expect(topics[0]?.links[0]).toMatchObject({
      title: "Odd scan",
      url: "https://medlineplus.gov/ency/article/003789.htm",
      organizations: [],
      translationUrl: null,
    });
    expect(topics[0]?.metaDescription).toBeNull();
  });

  it("leaves out a link that leads nowhere and keeps its topic", async () => {
    const inside =
      siteXml("Script", "javascript:alert(1)", ["Start Here"]) +
      siteXml("", "https://example.org/untitled", ["Start Here"]) +
      siteXml("Good", "https://example.org/good", ["Start Here"]);

    expect((await parseInside(inside)).links.map(({ title }) => title)).toEqual(["Good"]);
  });

  it("drops a topic without number, title, language or page of its own, and tells which", async () => {
    const good = topicXml({ id: 7, title: "Good" });
    const bad = [
      good.replace('id="7"', ""),
      good.replace('title="Good"', 'title=" "').replace('id="7"', 'id="8"'),
      good.replace("English", "Klingon").replace('id="7"', 'id="9"'),
      good.replace("https://medlineplus.gov/good.html", "https://example.org/").replace('id="7"', 'id="10"'),
    ];

    const { topics, dropped } = await parse(topicsFileXml([...bad, good]));

    expect(topics.map(({ topicId }) => topicId)).toEqual(["7"]);
    expect(dropped).toEqual([
      { topicId: "unknown", reason: "no usable id" },
      { topicId: "8", reason: "no usable title" },
      { topicId: "9", reason: "no usable language" },
      { topicId: "10", reason: "no usable url of a topic page" },
    ]);
  });

  it.each([
    ["an entity of the file's own", "&bomb;", /undefined entity/],
    ["an external entity", "&file;", /undefined entity/],
    ["a character that XML does not have", "&#1;", /malformed character entity/],
    ["a control character", "\u0001", /disallowed character/],
  ])("drops a topic with %s, expands nothing, and keeps the others", async (_, text, reason) => {
    const entities = '<!ENTITY bomb "boom"> <!ENTITY file SYSTEM "file:///etc/passwd">';
    const topics = [
      topicXml({ id: 1, title: "A", inside: `<also-called>${text}</also-called>` }),
      topicXml({ id: 2, title: `B ${text}`, slug: "b" }),
      topicXml({ id: 3, title: "C" }),
    ];
    const file = topicsFileXml(topics).replace(/<!DOCTYPE[^>]*>/, `<!DOCTYPE health-topics [${entities}]>`);

    const parsed = await parse(file);

    expect(parsed.topics.map(({ title }) => title)).toEqual(["C"]);
    expect(parsed.dropped.map(({ topicId }) => topicId)).toEqual(["1", "2"]);
    expect(parsed.dropped[0]?.reason).toMatch(reason);
  });

  it("either reads a file that was damaged anywhere or refuses it in a way that is foreseen", async () => {
    const whole = topicsFileXml([
      topicXml({ id: 1, title: "Sample Rash", inside: WHOLE }),
      topicXml({ id: 2, title: "B" }),
    ]);
    const damage = fc.record({
      place: fc.nat(whole.length - 1),
      length: fc.nat(40),
      text: fc.oneof(
        fc.string({ unit: "binary", maxLength: 5 }),
        fc.constantFrom("<", ">", "&", '"', "</site>", "]]>"),
      ),
    });

    await fc.assert(
      fc.asyncProperty(damage, async ({ place, length, text }) => {
        const damaged = whole.slice(0, place) + text + whole.slice(place + length);
        const outcome = await parse(damaged, 300).catch((error: Error) => error);
        if (outcome instanceof Error) expect(outcome.name).toBe("UnreadableAnswerError");
        else expect(outcome.topics.length + outcome.dropped.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["is cut short", topicsFileXml([topicXml({ id: 1, title: "A" })]).slice(0, -20)],
    ["is not well formed", topicsFileXml(["<health-topic></wrong>"])],
    ["is a page", "<!DOCTYPE html><html><body>Maintenance</body></html>"],
    ["has another root", "<nlmSearchResult><count>0</count></nlmSearchResult>"],
    ["is empty", ""],
    ["nests without end", topicsFileXml(["<a>".repeat(60)])],
    ["has a record without end", topicsFileXml([topicXml({ id: 1, title: "A", inside: "x".repeat(4_100_000) })])],
  ])("refuses a file that %s", async (_, text) => {
    await expect(parse(text, 100_000)).rejects.toThrow(/topics file/);
  });

  it("refuses bytes that are not UTF-8", async () => {
    const latin1 = Buffer.from(topicsFileXml([topicXml({ id: 1, title: "Ni\u00f1os", slug: "x" })]), "latin1");

    await expect(parse(latin1)).rejects.toThrow(/not valid for encoding/);
  });

  it.each([
    ["10/02/2026 02:30:35", "2026-10-02"],
    ["1/7/2003", "2003-01-07"],
    ["13/07/2003", null],
    ["02/30/2003", null],
    ["2003-01-07", null],
    [undefined, null],
  ])("reads the date %s as %s", (text, date) => {
    expect(toDate(text)).toBe(date);
  });
});
