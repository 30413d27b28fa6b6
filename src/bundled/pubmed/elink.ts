import type { BundledAnswer } from "../http.js";
import { documentType, jsonAnswer, jsonText, wantsJson, xmlAnswer } from "./answers.js";
import { escapeXml } from "./ascii.js";
import type { CitationGraph } from "./citation-graph.js";
import type { Collection } from "./collection.js";

interface Link {
  id: string;
  score?: number;
}

interface LinkSet {
  ids: string[];
  links: { database: string; name: string; to: Link[] }[];
}

type LinkFinder = (pmid: string) => Link[];

function linkFinders(collection: Collection, graph: CitationGraph): Record<string, LinkFinder> {
  const pmcOf = (pmid: string) =>
    collection.byPmid.get(pmid)?.keys.identifiers.filter((id) => /^pmc\d+$/.test(id)) ?? [];
  const similar: LinkFinder = (pmid) => graph.similar(pmid).map(({ pmid: id, score }) => ({ id, score }));
  return {
    pubmed_pubmed: similar,
    pubmed_pubmed_citedin: (pmid) => graph.citing(pmid).map((id) => ({ id })),
    // Reference links are only made for articles that PubMed Central holds.
    pubmed_pubmed_refs: (pmid) => (pmcOf(pmid).length > 0 ? graph.cited(pmid).map((id) => ({ id })) : []),
    pubmed_pubmed_reviews: (pmid) =>
      similar(pmid).filter(({ id }) => collection.byPmid.get(id)?.keys.publicationTypes.includes("review")),
    pubmed_pmc: (pmid) => pmcOf(pmid).map((id) => ({ id: id.slice("pmc".length) })),
  };
}

function findLinks(ids: string[], finders: Record<string, LinkFinder>, params: URLSearchParams): LinkSet {
  const wanted = params.get("linkname")?.split(",");
  const database = params.get("db") ?? "pubmed";
  const links = Object.entries(finders).flatMap(([name, find]) => {
    const target = name === "pubmed_pmc" ? "pmc" : "pubmed";
    if (wanted ? !wanted.includes(name) : target !== database) return [];
    const to = new Map(ids.flatMap(find).map((link) => [link.id, link]));
    return to.size > 0 ? [{ database: target, name, to: [...to.values()] }] : [];
  });
  return { ids, links };
}

function inXml(sets: readonly LinkSet[], withScores: boolean): BundledAnswer {
  const link = ({ id, score }: Link) =>
    `\t\t\t<Link>\n\t\t\t\t<Id>${id}</Id>\n${withScores && score !== undefined ? `\t\t\t\t<Score>${score}</Score>\n` : ""}\t\t\t</Link>\n`;
  const printed = sets.map(({ ids, links }) => {
    const idList = ids.map((id) => `\t\t\t<Id>${escapeXml(id)}</Id>\n`).join("");
    const found = links.map(
      ({ database, name, to }) =>
        `\t\t<LinkSetDb>\n\t\t\t<DbTo>${database}</DbTo>\n\t\t\t<LinkName>${name}</LinkName>\n\t\t\t\n${to.map(link).join("")}\t\t</LinkSetDb>\n`,
    );
    return `\t<LinkSet>\n\t\t<DbFrom>pubmed</DbFrom>\n\t\t<IdList>\n${idList}\t\t</IdList>\n${found.join("")}\t</LinkSet>\n`;
  });
  return xmlAnswer(
    `${documentType("eLinkResult", "elink", "20101123")}<eLinkResult>\n\n${printed.join("")}</eLinkResult>\n`,
  );
}

function inJson(sets: readonly LinkSet[], withScores: boolean): BundledAnswer {
  const linksets = sets.map(({ ids, links }) => ({
    dbfrom: "pubmed",
    ids,
    // A set without links has no list at all, not an empty one.
    ...(links.length > 0 && {
      linksetdbs: links.map(({ database, name, to }) => ({
        dbto: database,
        linkname: name,
        links: withScores ? to.map(({ id, score }) => ({ id, score: String(score ?? 0) })) : to.map(({ id }) => id),
      })),
    }),
  }));
  return jsonAnswer("elink", { linksets });
}

function failure(json: boolean, message: string): BundledAnswer {
  if (json)
    return jsonText(
      `${JSON.stringify({ header: { type: "elink", version: "0.3" }, linksets: [{ ERROR: message }] })}\n`,
    );
  const head = documentType("eLinkResult", "elink", "20101123");
  return xmlAnswer(`${head}<eLinkResult>\n\t<ERROR>${escapeXml(message)}</ERROR>\n</eLinkResult>\n`);
}

/** Sends links between citations: similar, citing, cited, reviews and the copy in PubMed Central. */
export function elink(collection: Collection, graph: CitationGraph, params: URLSearchParams): BundledAnswer {
  const json = wantsJson(params);
  const command = params.get("cmd") ?? "neighbor";
  const from = params.get("dbfrom") ?? "pubmed";
  if (from !== "pubmed") return failure(json, `Invalid dbfrom parameter: ${from}`);
  if (!/^neighbor(_score)?$/.test(command)) return failure(json, `The sample does not know cmd=${command}`);
  // One link set per id parameter; the ids of a comma list share one set.
  const idSets = params.getAll("id").map((list) => list.split(",").filter(Boolean));
  if (idSets.flat().length === 0) return failure(json, "Empty id list - nothing todo");
  const finders = linkFinders(collection, graph);
  const sets = idSets.map((ids) => findLinks(ids, finders, params));
  const withScores = command === "neighbor_score";
  return json ? inJson(sets, withScores) : inXml(sets, withScores);
}
