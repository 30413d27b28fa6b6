import { toGlobalId } from "../../../content/index.js";
import { isNctId } from "../nct-id.js";
import type { ClinicalTrial } from "../types.js";
import { toArms, toDesign, toOutcomes } from "./design.js";
import { toExpandedAccess, toIdentity, toSponsors, toStatus } from "./identity.js";
import type { JsonPart } from "./json-part.js";
import { toMeshTerms } from "./mesh.js";
import { toEligibility, toPeopleAndPlaces } from "./people.js";
import { toDocuments, toIpdStatement, toOversight, toReferences } from "./references.js";

/** A study as it stands on the wire, as our record; null when it has no registration number. */
export function toClinicalTrial(study: JsonPart): ClinicalTrial | null {
  const protocol = study.part("protocolSection");
  const nctId = protocol.part("identificationModule").text("nctId");
  if (nctId === null || !isNctId(nctId)) return null;
  return {
    id: toGlobalId("ClinicalTrial", nctId),
    nctId,
    url: trialUrl(nctId),
    hasResults: study.flag("hasResults") ?? false,
    ...fromProtocol(protocol, nctId),
    documents: toDocuments(study.part("documentSection"), nctId),
    ...fromDerived(study.part("derivedSection")),
  };
}

/** The study's page for people. */
export function trialUrl(nctId: string): string {
  return `https://clinicaltrials.gov/study/${nctId}`;
}

function fromProtocol(protocol: JsonPart, nctId: string) {
  const status = protocol.part("statusModule");
  const design = protocol.part("designModule");
  const description = protocol.part("descriptionModule");
  const conditions = protocol.part("conditionsModule");
  return {
    ...toIdentity(protocol.part("identificationModule"), nctId),
    ...toStatus(status),
    expandedAccess: toExpandedAccess(status, design),
    ...toSponsors(protocol.part("sponsorCollaboratorsModule")),
    oversight: protocol.maybe("oversightModule", toOversight),
    briefSummaryMarkdown: description.text("briefSummary"),
    detailedDescriptionMarkdown: description.text("detailedDescription"),
    conditions: conditions.texts("conditions"),
    keywords: conditions.texts("keywords"),
    ...toDesign(design),
    ...toArms(protocol.part("armsInterventionsModule")),
    ...toOutcomes(protocol.part("outcomesModule")),
    eligibility: protocol.maybe("eligibilityModule", toEligibility),
    ...toPeopleAndPlaces(protocol.part("contactsLocationsModule")),
    ...toReferences(protocol.part("referencesModule")),
    ipdSharing: protocol.maybe("ipdSharingStatementModule", toIpdStatement),
  };
}

function fromDerived(derived: JsonPart) {
  const conditions = derived.part("conditionBrowseModule");
  const interventions = derived.part("interventionBrowseModule");
  return {
    conditionMeshTerms: toMeshTerms(conditions, "meshes"),
    conditionMeshAncestors: toMeshTerms(conditions, "ancestors"),
    interventionMeshTerms: toMeshTerms(interventions, "meshes"),
    interventionMeshAncestors: toMeshTerms(interventions, "ancestors"),
    dataVersion: derived.part("miscInfoModule").date("versionHolder"),
  };
}
