export { badInput, quoted } from "./bad-input.js";
export {
  CitationStyle,
  type CslDate,
  type CslItem,
  type CslName,
  formatCitation,
  pagesInFull,
  toCslDate,
} from "./citation/index.js";
export {
  decodeCursor,
  encodeCursor,
  LARGEST_PAGE,
  PageInfo,
  pageInfoOf,
  pageSize,
  type Slice,
  sliceList,
} from "./connection.js";
export { fromGlobalId, Node, toGlobalId } from "./global-id.js";
export { type RichTextOptions, toRichText } from "./html.js";
export { escapeText, safeAddress } from "./html-elements.js";
export { RichTextWriter } from "./html-writer.js";
export { JoinRule } from "./join-rule.js";
export { Language } from "./language.js";
export { MeshHeading, MeshQualifier, MeshTerm } from "./mesh.js";
export { isPartialDate, PartialDate } from "./partial-date.js";
export { type CopyFacts, Freshness, License, Provenance, type SourceFacts, toProvenance } from "./provenance.js";
export { RichText } from "./rich-text.js";
export { asksFor, asksOnly } from "./selection.js";
