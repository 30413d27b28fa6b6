import {
  TrialAllocation,
  TrialArmType,
  TrialBiospecimenRetention,
  TrialDateType,
  type TrialDesign,
  type TrialEnrollment,
  TrialInterventionModel,
  TrialInterventionType,
  TrialMaskedParty,
  TrialMasking,
  TrialObservationalModel,
  type TrialOutcome,
  TrialPhase,
  TrialPrimaryPurpose,
  TrialStudyType,
  TrialTimePerspective,
} from "../types.js";
import type { JsonPart } from "./json-part.js";
import { plainMarkdown } from "./plain-markdown.js";

/** What the design module says. */
export function toDesign(module: JsonPart) {
  return {
    studyType: module.oneOf(TrialStudyType, "studyType"),
    phases: module.manyOf(TrialPhase, "phases"),
    design: DESIGN_MEMBERS.some((name) => module.has(name)) ? toStudyDesign(module) : null,
    enrollment: module.maybe("enrollmentInfo", toEnrollment),
  };
}

const DESIGN_MEMBERS = ["designInfo", "patientRegistry", "targetDuration", "bioSpec"];

function toStudyDesign(module: JsonPart): TrialDesign {
  const design = module.part("designInfo");
  const masking = design.part("maskingInfo");
  const samples = module.part("bioSpec");
  return {
    allocation: design.oneOf(TrialAllocation, "allocation"),
    interventionModel: design.oneOf(TrialInterventionModel, "interventionModel"),
    interventionModelDescription: plainMarkdown(design.text("interventionModelDescription")),
    primaryPurpose: design.oneOf(TrialPrimaryPurpose, "primaryPurpose"),
    masking: masking.oneOf(TrialMasking, "masking"),
    maskingDescription: plainMarkdown(masking.text("maskingDescription")),
    whoMasked: masking.manyOf(TrialMaskedParty, "whoMasked"),
    observationalModel: design.oneOf(TrialObservationalModel, "observationalModel"),
    timePerspective: design.oneOf(TrialTimePerspective, "timePerspective"),
    isPatientRegistry: module.flag("patientRegistry"),
    followUpDuration: module.text("targetDuration"),
    biospecimenRetention: samples.oneOf(TrialBiospecimenRetention, "retention"),
    biospecimenDescription: plainMarkdown(samples.text("description")),
  };
}

// Sponsors who do not know enter 99999999 or another row of nines; as a number it would sort above every real study.
// Real registers go up to 188 million, so only whole rows of nines are taken for "not known".
const PLACEHOLDER_COUNT = /^9{6,}$/;

function toEnrollment(enrollment: JsonPart): TrialEnrollment | null {
  const count = enrollment.count("count");
  const known = count !== null && !PLACEHOLDER_COUNT.test(String(count));
  return { count: known ? count : null, type: enrollment.oneOf(TrialDateType, "type") };
}

/** What the arms and interventions module says. */
export function toArms(module: JsonPart) {
  return {
    armGroups: module.parts("armGroups", (arm) => {
      const label = arm.text("label");
      if (label === null) return null;
      return {
        label,
        type: arm.oneOf(TrialArmType, "type"),
        description: plainMarkdown(arm.text("description")),
        interventionNames: arm.texts("interventionNames"),
      };
    }),
    interventions: module.parts("interventions", (intervention) => {
      const name = intervention.text("name");
      if (name === null) return null;
      return {
        type: intervention.oneOf(TrialInterventionType, "type"),
        name,
        description: plainMarkdown(intervention.text("description")),
        otherNames: intervention.texts("otherNames"),
        armGroupLabels: intervention.texts("armGroupLabels"),
      };
    }),
  };
}

/** What the outcomes module says. */
export function toOutcomes(module: JsonPart) {
  return {
    primaryOutcomes: module.parts("primaryOutcomes", toOutcome),
    secondaryOutcomes: module.parts("secondaryOutcomes", toOutcome),
    otherOutcomes: module.parts("otherOutcomes", toOutcome),
  };
}

function toOutcome(outcome: JsonPart): TrialOutcome | null {
  const measure = outcome.text("measure");
  if (measure === null) return null;
  const description = plainMarkdown(outcome.text("description"));
  return { measure, description, timeFrame: outcome.text("timeFrame") };
}
