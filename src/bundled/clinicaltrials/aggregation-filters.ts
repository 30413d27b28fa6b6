import type { Corpus } from "./corpus.js";
import { pieceNamed } from "./piece-tree.js";
import { badRequest } from "./refusal.js";

type RowTest = (corpus: Corpus, row: number) => boolean;

const has = (piece: string, ...wanted: (string | boolean)[]): RowTest => {
  const node = pieceNamed(piece);
  return (corpus, row) => corpus.values(node, row).some((value) => wanted.includes(value as string | boolean));
};

/** Every class that is neither government nor industry; a sponsor of any class counts, lead or collaborator. */
const OTHER_FUNDERS = ["OTHER_GOV", "INDIV", "NETWORK", "AMBIG", "OTHER", "UNKNOWN"];
const funded = (...classes: string[]): RowTest => {
  const lead = has("LeadSponsorClass", ...classes);
  const collaborator = has("CollaboratorClass", ...classes);
  return (corpus, row) => lead(corpus, row) || collaborator(corpus, row);
};

const OPTIONS: Record<string, Record<string, RowTest>> = {
  status: {
    not: has("OverallStatus", "NOT_YET_RECRUITING"),
    rec: has("OverallStatus", "RECRUITING"),
    enr: has("OverallStatus", "ENROLLING_BY_INVITATION"),
    act: has("OverallStatus", "ACTIVE_NOT_RECRUITING"),
    com: has("OverallStatus", "COMPLETED"),
    sus: has("OverallStatus", "SUSPENDED"),
    ter: has("OverallStatus", "TERMINATED"),
    wit: has("OverallStatus", "WITHDRAWN"),
    unk: has("OverallStatus", "UNKNOWN"),
    ava: has("OverallStatus", "AVAILABLE"),
    nla: has("OverallStatus", "NO_LONGER_AVAILABLE"),
    tna: has("OverallStatus", "TEMPORARILY_NOT_AVAILABLE"),
    app: has("OverallStatus", "APPROVED_FOR_MARKETING"),
  },
  phase: {
    "0": has("Phase", "EARLY_PHASE1"),
    "1": has("Phase", "PHASE1"),
    "2": has("Phase", "PHASE2"),
    "3": has("Phase", "PHASE3"),
    "4": has("Phase", "PHASE4"),
    na: has("Phase", "NA"),
  },
  studyType: {
    int: has("StudyType", "INTERVENTIONAL"),
    obs: has("StudyType", "OBSERVATIONAL"),
    exp: has("StudyType", "EXPANDED_ACCESS"),
  },
  sex: { f: has("Sex", "FEMALE"), m: has("Sex", "MALE") },
  healthy: { y: has("HealthyVolunteers", true) },
  ages: { child: has("StdAge", "CHILD"), adult: has("StdAge", "ADULT"), older: has("StdAge", "OLDER_ADULT") },
  results: { with: has("HasResults", true), without: has("HasResults", false) },
  funderType: {
    nih: funded("NIH"),
    fed: funded("FED"),
    industry: funded("INDUSTRY"),
    other: funded(...OTHER_FUNDERS),
  },
  docs: { prot: has("LargeDocHasProtocol", true), sap: has("LargeDocHasSAP", true), icf: has("LargeDocHasICF", true) },
};

const NOTHING: RowTest = () => false;

/**
 * Reads `status:not rec,sex:f`: options of one filter widen it, several filters narrow the answer. `not` is the option
 * "not yet recruiting", never a negation. Unknown names match nothing, without an error.
 */
export function readAggregationFilters(value: string): RowTest[] {
  const items = value.split(/[,|]/).filter((item) => item.trim() !== "");
  return items.map((item, index) => {
    const [filter = "", options, ...more] = item.trim().split(":");
    if (options === undefined || more.length > 0) {
      throw badRequest(`Item ${index + 1} in parameter \`aggFilters\` has incorrect format`);
    }
    const tests = options.split(" ").map((option) => OPTIONS[filter]?.[option] ?? NOTHING);
    return (corpus, row) => tests.some((test) => test(corpus, row));
  });
}
