import { type PieceNode, pieceNamed } from "./piece-tree.js";

/** A named set of pieces that one query parameter searches, each part with its weight in the ranking. */
export interface SearchArea {
  name: string;
  /** The query parameter without its prefix, such as `cond`. */
  param: string;
  uiLabel: string;
  parts: readonly AreaPart[];
}

export interface AreaPart {
  weight: number;
  nodes: readonly PieceNode[];
}

const part = (weight: number, pieces: string): AreaPart => ({
  weight,
  nodes: pieces.split(" ").map(pieceNamed),
});

const area = (name: string, param: string, uiLabel: string, ...parts: AreaPart[]): SearchArea => ({
  name,
  param,
  uiLabel,
  parts,
});

const BASIC = area(
  "BasicSearch",
  "term",
  "Other terms",
  part(1, "NCTId Acronym"),
  part(0.95, "BriefTitle"),
  part(0.9, "Condition InterventionName InterventionOtherName PrimaryOutcomeMeasure BriefSummary Keyword"),
  part(0.85, "ArmGroupLabel SecondaryOutcomeMeasure OfficialTitle"),
  part(0.8, "ArmGroupDescription PrimaryOutcomeDescription LeadSponsorName OrgStudyId SecondaryId NCTIdAlias"),
  part(0.75, "SecondaryOutcomeDescription LocationFacility LocationState LocationCountry LocationCity"),
  part(0.7, "ConditionMeshTerm InterventionMeshTerm ConditionAncestorTerm InterventionAncestorTerm"),
  part(0.65, "CollaboratorName OtherOutcomeMeasure OtherOutcomeDescription OutcomeMeasureTitle"),
  part(0.6, "OutcomeMeasureDescription BioSpecDescription Phase StudyType OverallStatus EligibilityCriteria"),
  part(0.55, "LocationStatus BaselinePopulationDescription OverallOfficialName OverallOfficialAffiliation"),
  part(0.5, "CentralContactName LocationContactName StudyPopulation DetailedDescription InterventionDescription"),
  part(0.4, "ReferenceCitation ReferencePMID WhyStopped SeeAlsoLinkLabel OrgFullName InterventionType Sex StdAge"),
);

export const SEARCH_AREAS: readonly SearchArea[] = [
  BASIC,
  area(
    "ConditionSearch",
    "cond",
    "Conditions or disease",
    part(0.95, "Condition"),
    part(0.6, "BriefTitle"),
    part(0.55, "OfficialTitle"),
    part(0.5, "ConditionMeshTerm"),
    part(0.4, "ConditionAncestorTerm"),
    part(0.3, "Keyword"),
    part(0.2, "NCTId"),
  ),
  area(
    "InterventionSearch",
    "intr",
    "Intervention / treatment",
    part(0.95, "InterventionName"),
    part(0.85, "InterventionType ArmGroupType"),
    part(0.75, "InterventionOtherName"),
    part(0.65, "BriefTitle"),
    part(0.6, "OfficialTitle"),
    part(0.5, "ArmGroupLabel InterventionMeshTerm Keyword"),
    part(0.4, "InterventionAncestorTerm InterventionDescription ArmGroupDescription"),
  ),
  area(
    "TitleSearch",
    "titles",
    "Title / acronym",
    part(1, "Acronym"),
    part(0.95, "BriefTitle"),
    part(0.8, "OfficialTitle"),
  ),
  area(
    "OutcomeSearch",
    "outc",
    "Outcome measure",
    part(0.9, "PrimaryOutcomeMeasure"),
    part(0.8, "SecondaryOutcomeMeasure"),
    part(0.6, "PrimaryOutcomeDescription"),
    part(0.5, "SecondaryOutcomeDescription OtherOutcomeMeasure OutcomeMeasureTitle"),
    part(0.4, "OtherOutcomeDescription OutcomeMeasureDescription OutcomeMeasurePopulationDescription"),
  ),
  area(
    "SponsorSearch",
    "spons",
    "Sponsor / collaborator",
    part(1, "LeadSponsorName"),
    part(0.9, "CollaboratorName"),
    part(0.6, "OrgFullName"),
  ),
  area("LeadSponsorNameSearch", "lead", "Lead sponsor", part(1, "LeadSponsorName")),
  area(
    "LocationSearch",
    "locn",
    "Location terms",
    part(0.95, "LocationCity LocationState LocationCountry LocationFacility"),
    part(0.35, "LocationZip"),
  ),
  area(
    "IdSearch",
    "id",
    "Study IDs",
    part(1, "NCTId"),
    part(0.9, "NCTIdAlias"),
    part(0.85, "Acronym"),
    part(0.8, "OrgStudyId"),
    part(0.75, "SecondaryId"),
  ),
  { ...BASIC, name: "PatientSearch", param: "patient", uiLabel: "Patient-oriented search" },
];

export const areaOfParameter = (param: string): SearchArea | undefined =>
  SEARCH_AREAS.find((each) => each.param === param);

export const areaNamed = (name: string): SearchArea | undefined => SEARCH_AREAS.find((each) => each.name === name);

/** A piece on its own, as `AREA[Piece]` searches it. */
export const areaOfPiece = (node: PieceNode): readonly AreaPart[] => [{ weight: 1, nodes: [node] }];
