import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { JournalArticle } from "../../../src/sources/pubmed/types.js";
import { readXml, type XmlNode } from "../../../src/upstream/index.js";
import { readSet } from "./fake-eutilities.js";

const FOLDER = join(import.meta.dirname, "../../../../shared/samples/pubmed");
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".xml")) : [];

/** How many of each thing the XML has, and how many the record shows. */
function counts(record: XmlNode, article: JournalArticle): Record<string, [number, number]> {
  const within = (node: XmlNode, name: string): number =>
    node.elements().reduce((sum, child) => sum + (child.name === name ? 1 : 0) + within(child, name), 0);
  const pages = record.at("MedlineCitation", "Article") ?? record.one("BookDocument");
  const root = record.one("MedlineCitation") ?? record.one("BookDocument");
  const count = (node: XmlNode | undefined, name: string) => (node ? within(node, name) : 0);
  const shown = JSON.stringify(article);
  const ids = record.at("PubmedData", "ArticleIdList")?.all("ArticleId") ?? [];
  const missing = ids.filter((id) => !shown.includes(id.words() ?? ""));
  return {
    identifiers: [missing.length, 0],
    authors: [count(pages, "Author"), article.authors.length + (article.book?.editors.length ?? 0)],
    affiliations: [
      count(pages, "Affiliation"),
      article.authors.reduce((sum, author) => sum + author.affiliations.length, 0),
    ],
    orcid: [
      count(pages?.one("AuthorList"), "Identifier"),
      article.authors.filter((author) => author.orcid !== null).length,
    ],
    abstract: [count(pages?.one("Abstract"), "AbstractText"), article.abstract.length],
    meshHeadings: [count(root, "MeshHeading"), article.meshHeadings.length],
    qualifiers: [
      count(root, "QualifierName"),
      article.meshHeadings.reduce((sum, heading) => sum + heading.qualifiers.length, 0),
    ],
    chemicals: [count(root, "Chemical"), article.chemicals.length],
    keywords: [count(root, "Keyword"), article.keywords.length],
    grants: [count(root, "Grant"), article.grants.length],
    publicationTypes: [count(root, "PublicationType"), article.publicationTypes.length],
    corrections: [count(root, "CommentsCorrections"), article.corrections.length],
    references: [count(record, "Reference"), article.referenceList.length],
    citations: [count(record, "Citation"), article.referenceList.filter((entry) => entry.citation !== null).length],
    history: [count(record, "PubMedPubDate"), article.history.length],
    languages: [count(root, "Language"), article.languages.length],
    sections: [count(root, "SectionTitle"), article.book?.sectionTitles.length ?? 0],
  };
}

(files.length > 0 ? describe : describe.skip)("PubMed's real answers", () => {
  it.each(files)("%s keeps every author, heading, keyword, grant, reference and date", async (file) => {
    const xml = readFileSync(join(FOLDER, file), "utf8");
    const parsed = await readSet(xml);
    const records = readXml(xml).elements();

    expect([parsed.articles.size, parsed.unreadable.size, parsed.isDoubtful]).toEqual([records.length, 0, false]);
    [...parsed.articles.values()].forEach((article, index) => {
      for (const [name, [there, shown]] of Object.entries(counts(records[index] as XmlNode, article))) {
        expect([article.pmid, name, shown]).toEqual([article.pmid, name, there]);
      }
    });
  });

  it.each(files)("%s shows its scalar facts and lets no markup or upstream name through", async (file) => {
    const xml = readFileSync(join(FOLDER, file), "utf8");
    for (const article of (await readSet(xml)).articles.values()) {
      expect(article.title?.text).toMatch(/\S{3}/);
      expect(article.sortDate).toMatch(/^\d{4}/);
      expect(article.revisedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
      if (article.book === null) expect(article.journal).toMatchObject({ isoAbbreviation: expect.any(String) });
      const texts = [article.title?.text, ...article.abstract.map((section) => section.text), ...article.keywords];
      expect(texts.join(" ")).not.toMatch(/<\/?[a-z]+>|&[a-z#0-9]+;|mml:/);
      expect(JSON.stringify(article)).not.toMatch(/MedlineCitation|DescriptorName|YN"|undefined|NaN|\[object/);
    }
  });
});
