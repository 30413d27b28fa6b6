import type { BundledAnswer } from "../http.js";
import { documentType, jsonAnswer, wantsJson, xmlAnswer } from "./answers.js";
import { escapeXml } from "./ascii.js";
import type { Collection } from "./collection.js";
import { printDate } from "./dates.js";
import { type Field, fieldOf } from "./query-fields.js";

const FIELD_NAMES =
  "ALL UID FILT TITL MESH MAJR JOUR AFFL ECNO SUBS PDAT EDAT VOL PAGE PTYP LANG ISS SUBH SI MHDA TIAB OTRM COLN CNTY GRNT MDAT CDAT PID FAUT FULL LAUT PPDT WORD";

const LINK_NAMES = [
  "pubmed_pubmed",
  "pubmed_pubmed_citedin",
  "pubmed_pubmed_refs",
  "pubmed_pubmed_reviews",
  "pubmed_pmc",
];

function fieldList() {
  return FIELD_NAMES.split(" ").map((name) => {
    const field = fieldOf(name) as Field;
    const flag = (applies: boolean) => (applies ? "Y" : "N");
    return {
      name,
      fullname: field.name,
      description: `Limits a word to ${field.name}`,
      termcount: "",
      isdate: flag(field.kind === "date"),
      isnumerical: flag(field.kind === "pmid"),
      singletoken: flag(field.kind === "key"),
      hierarchy: flag(field.name.startsWith("MeSH")),
      ishidden: "N",
    };
  });
}

function databaseInfo(collection: Collection) {
  return {
    dbname: "pubmed",
    menuname: "PubMed",
    description: "PubMed bibliographic record",
    dbbuild: "Build-sample",
    count: String(collection.records.length),
    lastupdate: `${printDate(collection.records[0]?.entrez ?? 0)} 06:00`,
    fieldlist: fieldList(),
    linklist: LINK_NAMES.map((name) => ({
      name,
      menu: name,
      description: name,
      dbto: name.endsWith("pmc") ? "pmc" : "pubmed",
    })),
  };
}

const TAGS: Readonly<Record<string, string>> = {
  dbname: "DbName",
  menuname: "MenuName",
  description: "Description",
  dbbuild: "DbBuild",
  count: "Count",
  lastupdate: "LastUpdate",
  fieldlist: "FieldList",
  linklist: "LinkList",
  name: "Name",
  fullname: "FullName",
  termcount: "TermCount",
  isdate: "IsDate",
  isnumerical: "IsNumerical",
  singletoken: "SingleToken",
  hierarchy: "Hierarchy",
  ishidden: "IsHidden",
  menu: "Menu",
  dbto: "DbTo",
};

function toXml(value: Readonly<Record<string, unknown>>): string {
  return Object.entries(value)
    .map(([key, content]) => {
      const tag = TAGS[key] ?? key;
      if (!Array.isArray(content)) return `<${tag}>${escapeXml(String(content))}</${tag}>\n`;
      const member = tag === "FieldList" ? "Field" : "Link";
      return `<${tag}>${content.map((entry) => `<${member}>${toXml(entry)}</${member}>`).join("")}</${tag}>\n`;
    })
    .join("");
}

/** Tells which databases there are or, with `db`, what PubMed can be asked for. */
export function einfo(collection: Collection, params: URLSearchParams): BundledAnswer {
  const database = params.get("db");
  const known = database === null || database === "pubmed";
  const info = databaseInfo(collection);
  if (wantsJson(params)) {
    const whole = database === null ? { dblist: ["pubmed"], dbinfo: [] } : { dbinfo: [info] };
    return jsonAnswer("einfo", { einforesult: known ? whole : { ERROR: `Invalid db name specified: ${database}` } });
  }
  const list = "<DbList>\n<DbName>pubmed</DbName>\n</DbList>\n";
  const inner = database === null ? list : `<DbInfo>\n${toXml(info)}</DbInfo>\n`;
  const error = `<ERROR>${escapeXml(`Invalid db name specified: ${database}`)}</ERROR>\n`;
  const head = documentType("eInfoResult", "einfo", "20190110");
  return xmlAnswer(`${head}<eInfoResult>\n${known ? inner : error}</eInfoResult>\n`);
}
