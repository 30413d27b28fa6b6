// Sample data in volume, in the form of the fixtures: a bench on the small, hand-written ones would flatter the gateway.
// The texts are strings of common words without meaning; ids are made up. The same seed makes the same files.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const VOLUME = { topics: 1_000, pages: 5_000, citations: 20_000, trials: 5_000 };
export const LINKS = { encyclopedia: 12, citations: 3, web: 12 };

const WORDS =
  "care blood heart health body doctor pain test treatment child adult risk cause sign infection disease skin bone lung brain kidney liver food weight sleep drug vaccine pregnancy pressure sugar cell nerve muscle joint fever cough rest water exercise family clinic result change level common severe early late new other many some most often".split(
    " ",
  );

/** A generator of numbers in [0, 1) (mulberry32): small, seeded, the same everywhere. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Writes the volume into `folder` unless it is there; returns what the bench asks for. */
export function writeVolume(folder, volume = VOLUME) {
  const plan = { topics: Array.from({ length: volume.topics }, (_, index) => topicPlan(index, volume)), volume };
  const mark = join(folder, `complete-2-${Object.values(volume).join("-")}`);
  if (existsSync(mark)) return plan;
  for (const part of ["medlineplus/topics", "encyclopedia/article", "pubmed", "clinicaltrials", "connect"])
    mkdirSync(join(folder, part), { recursive: true });
  for (const topic of plan.topics)
    writeFileSync(join(folder, "medlineplus/topics", `${topic.slug}.xml`), topicXml(topic));
  writeFileSync(join(folder, "medlineplus/groups.xml"), '<health-topic-groups total="0"></health-topic-groups>\n');
  writeFileSync(join(folder, "connect/codes.json"), JSON.stringify({ codes: [] }));
  for (let page = 1; page <= volume.pages; page++)
    writeFileSync(join(folder, "encyclopedia/article", `${six(page)}.htm`), pageHtml(page));
  for (let index = 0; index < volume.citations; index++)
    writeFileSync(join(folder, "pubmed", `${pmidOf(index)}.xml`), citationXml(index));
  for (let index = 0; index < volume.trials; index++)
    writeFileSync(join(folder, "clinicaltrials", `${nctOf(index)}.json`), JSON.stringify(trialJson(index, volume)));
  writeFileSync(mark, "");
  return plan;
}

export const pmidOf = (index) => String(30_000_001 + index * 7);
export const nctOf = (index) => `NCT${String(3_000_001 + index * 3).padStart(8, "0")}`;
const six = (number) => String(number).padStart(6, "0");

function topicPlan(index, volume) {
  const random = seeded(index + 1);
  const pick = (bound) => Math.floor(random() * bound);
  return {
    index,
    slug: `condition${index}`,
    title: `Condition ${index}`,
    pages: Array.from({ length: LINKS.encyclopedia }, () => 1 + pick(volume.pages)),
    pmids: Array.from({ length: LINKS.citations }, () => pmidOf(pick(volume.citations))),
  };
}

function sentence(random, words) {
  const text = Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]).join(" ");
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function paragraphs(random, count) {
  return Array.from({ length: count }, () => `<p>${sentence(random, 18)} ${sentence(random, 22)}</p>`);
}

function topicXml(topic) {
  return `${oneTopic(topic, "English")}${oneTopic(topic, "Spanish")}`;
}

function oneTopic({ index, slug, title, pages, pmids }, language) {
  const spanish = language === "Spanish";
  const random = seeded(1_000_000 + index * 2 + (spanish ? 1 : 0));
  const path = spanish ? "https://medlineplus.gov/spanish" : "https://medlineplus.gov";
  const other = spanish ? "https://medlineplus.gov" : "https://medlineplus.gov/spanish";
  const escaped = paragraphs(random, 8).join("\n").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const site = (siteTitle, url, category, organization) =>
    `<site title="${siteTitle}" url="${url}"><information-category>${category}</information-category>${
      organization ? `<organization>${organization}</organization>` : ""
    }</site>`;
  const sites = [
    ...pages.map((page) =>
      site(`Article ${page}`, `${path}/ency/article/${six(page)}.htm`, "Encyclopedia", "Medical Encyclopedia"),
    ),
    ...pmids.map((pmid) =>
      site(`Article: paper ${pmid}`, `https://pubmed.ncbi.nlm.nih.gov/${pmid}`, "Journal Articles"),
    ),
    site(
      `ClinicalTrials.gov: ${title}`,
      `https://clinicaltrials.gov/search?cond=%22${encodeURIComponent(title)}%22&amp;aggFilters=status:not%20rec`,
      "Clinical Trials",
      "National Institutes of Health",
    ),
    ...Array.from({ length: LINKS.web }, (_, link) =>
      site(
        sentence(random, 5),
        `https://www.example.org/${slug}/${link}`,
        ["Start Here", "Diagnosis and Tests", "Related Issues"][link % 3],
        "Example Foundation",
      ),
    ),
  ];
  const id = 100_000 + index * 2 + (spanish ? 1 : 0);
  const mesh = spanish
    ? ""
    : `<mesh-heading><descriptor id="D${six(500_000 + index)}">${title}</descriptor></mesh-heading>`;
  const related = [1, 2, 3, 4].map((step) => {
    const next = (index + step * 17) % VOLUME.topics;
    return `<related-topic url="${path}/condition${next}.html" id="${100_000 + next * 2 + (spanish ? 1 : 0)}">Condition ${next}</related-topic>`;
  });
  return `<health-topic meta-desc="${sentence(random, 20)}" title="${title}" url="${path}/${slug}.html" id="${id}" language="${language}" date-created="01/31/2004">
<also-called>Ailment ${index}</also-called>
<full-summary>${escaped}</full-summary>
<group url="${path}/symptoms.html" id="25">Symptoms</group>
<language-mapped-topic url="${other}/${slug}.html" id="${id + (spanish ? -1 : 1)}" language="${spanish ? "English" : "Spanish"}">${title}</language-mapped-topic>
${mesh}${related.join("\n")}
${sites.join("\n")}
</health-topic>
`;
}

function pageHtml(page) {
  const random = seeded(2_000_000 + page);
  const section = (heading, number) =>
    `<section><div class="section"><div class="section-header"><div class="section-title"><h2>${heading}</h2></div></div><div class="section-body" id="section-${number}">${paragraphs(random, 12).join("")}<ul><li>${sentence(random, 6)}</li><li>${sentence(random, 6)}</li></ul></div></div></section>`;
  return `<!DOCTYPE html><html lang="en" class="nojs us" data-root="https://medlineplus.gov/"><head><title>Article ${page}: MedlinePlus Medical Encyclopedia</title><link rel="canonical" href="https://medlineplus.gov/ency/article/${six(page)}.htm"></head><body><div id="mplus-content"><article><div id="d-article"><div class="page-info"><div class="page-title"><h1 class="with-also" itemprop="name">Article ${page}</h1></div></div><div class="main"><div id="ency_summary">${paragraphs(random, 4).join("")}</div>${["Causes", "Symptoms", "Exams and Tests", "Treatment", "Outlook (Prognosis)"].map((heading, index) => section(heading, index + 1)).join("")}<section><div class="section"><div class="section-header"><div class="section-title"><h2>Review Date 3/14/2025</h2></div></div><div id="section-version" class="section-body"><p>Updated by: A. Reviewer, MD.</p></div></div></section></div></div></article></div></body></html>\n`;
}

function citationXml(index) {
  const random = seeded(3_000_000 + index);
  const pmid = pmidOf(index);
  const author = (number) =>
    `<Author ValidYN="Y"><LastName>Writer${number}</LastName><ForeName>Ann</ForeName><Initials>A</Initials><AffiliationInfo><Affiliation>${sentence(random, 9)}</Affiliation></AffiliationInfo></Author>`;
  const part = (label) =>
    `<AbstractText Label="${label}" NlmCategory="${label}">${sentence(random, 60)}</AbstractText>`;
  return `<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">${pmid}</PMID><DateRevised><Year>2025</Year><Month>01</Month><Day>15</Day></DateRevised><Article PubModel="Print"><Journal><ISSN IssnType="Print">1234-5678</ISSN><JournalIssue CitedMedium="Print"><Volume>8</Volume><Issue>2</Issue><PubDate><Year>${2000 + (index % 25)}</Year><Month>Feb</Month></PubDate></JournalIssue><Title>Journal of examples</Title><ISOAbbreviation>J Ex</ISOAbbreviation></Journal><ArticleTitle>${sentence(random, 12)}</ArticleTitle><Pagination><MedlinePgn>66-70</MedlinePgn></Pagination><Abstract>${["BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS"].map(part).join("")}</Abstract><AuthorList CompleteYN="Y">${[1, 2, 3, 4, 5].map(author).join("")}</AuthorList><Language>eng</Language><PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article><MedlineJournalInfo><Country>United States</Country><MedlineTA>J Ex</MedlineTA><NlmUniqueID>101000000</NlmUniqueID></MedlineJournalInfo><MeshHeadingList><MeshHeading><DescriptorName UI="D${six(500_000 + (index % VOLUME.topics))}" MajorTopicYN="Y">Condition ${index % VOLUME.topics}</DescriptorName></MeshHeading></MeshHeadingList></MedlineCitation><PubmedData><History><PubMedPubDate PubStatus="pubmed"><Year>2024</Year><Month>2</Month><Day>4</Day></PubMedPubDate></History><PublicationStatus>ppublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">${pmid}</ArticleId><ArticleId IdType="doi">10.1000/x${index}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>\n`;
}

function trialJson(index, volume) {
  const random = seeded(4_000_000 + index);
  const condition = `Condition ${index % volume.topics}`;
  const statuses = ["RECRUITING", "NOT_YET_RECRUITING", "COMPLETED"];
  return {
    protocolSection: {
      identificationModule: {
        nctId: nctOf(index),
        orgStudyIdInfo: { id: `X-${index}` },
        organization: { fullName: "Example Hospital", class: "OTHER" },
        briefTitle: `Study ${index} of ${condition}`,
        officialTitle: sentence(random, 15),
      },
      statusModule: {
        statusVerifiedDate: "2025-01",
        overallStatus: statuses[index % statuses.length],
        startDateStruct: { date: "2024-03", type: "ACTUAL" },
        completionDateStruct: { date: "2027-06", type: "ESTIMATED" },
        studyFirstSubmitDate: "2023-11-02",
        studyFirstSubmitQcDate: "2023-11-05",
        studyFirstPostDateStruct: { date: "2023-11-07", type: "ACTUAL" },
        lastUpdateSubmitDate: "2025-01-10",
        lastUpdatePostDateStruct: { date: "2025-01-14", type: "ACTUAL" },
      },
      sponsorCollaboratorsModule: { leadSponsor: { name: "Example Hospital", class: "OTHER" } },
      descriptionModule: { briefSummary: sentence(random, 80) },
      conditionsModule: { conditions: [condition] },
      designModule: {
        studyType: "INTERVENTIONAL",
        phases: ["PHASE2"],
        designInfo: { allocation: "RANDOMIZED", primaryPurpose: "TREATMENT" },
        enrollmentInfo: { count: 100 + (index % 400), type: "ESTIMATED" },
      },
      armsInterventionsModule: { interventions: [{ type: "DRUG", name: `Drug ${index % 97}` }] },
      outcomesModule: { primaryOutcomes: [{ measure: sentence(random, 8), timeFrame: "12 weeks" }] },
      eligibilityModule: {
        eligibilityCriteria: `Inclusion Criteria:\n\n* ${sentence(random, 12)}\n\nExclusion Criteria:\n\n* ${sentence(random, 12)}`,
        healthyVolunteers: false,
        sex: "ALL",
        minimumAge: "18 Years",
        stdAges: ["ADULT", "OLDER_ADULT"],
      },
      contactsLocationsModule: {
        locations: [
          { facility: "Example Hospital", city: "Oslo", country: "Norway", geoPoint: { lat: 59.91, lon: 10.75 } },
        ],
      },
    },
    derivedSection: {
      miscInfoModule: { versionHolder: "2026-10-02" },
      conditionBrowseModule: { meshes: [{ id: `D${six(500_000 + (index % volume.topics))}`, term: condition }] },
    },
    hasResults: false,
  };
}
