import {
  TrialAgeGroup,
  type TrialContact,
  type TrialEligibility,
  type TrialLocation,
  type TrialOfficial,
  TrialRole,
  TrialSamplingMethod,
  TrialSex,
  TrialStatus,
} from "../types.js";
import type { JsonPart } from "./json-part.js";
import { plainMarkdown } from "./plain-markdown.js";

/** What the eligibility module says. */
export function toEligibility(module: JsonPart): TrialEligibility {
  return {
    criteriaMarkdown: module.text("eligibilityCriteria"),
    minimumAge: module.text("minimumAge"),
    maximumAge: module.text("maximumAge"),
    sex: module.oneOf(TrialSex, "sex"),
    genderBased: module.flag("genderBased"),
    genderDescription: plainMarkdown(module.text("genderDescription")),
    healthyVolunteers: module.flag("healthyVolunteers"),
    stdAges: module.manyOf(TrialAgeGroup, "stdAges"),
    studyPopulation: plainMarkdown(module.text("studyPopulation")),
    samplingMethod: module.oneOf(TrialSamplingMethod, "samplingMethod"),
  };
}

/** What the contacts and locations module says. */
export function toPeopleAndPlaces(module: JsonPart) {
  const allLocations = module.parts("locations", toLocation);
  return {
    allLocations,
    locationCount: allLocations.length,
    centralContacts: module.parts("centralContacts", toContact),
    overallOfficials: module.parts("overallOfficials", toOfficial),
  };
}

function toLocation(location: JsonPart): TrialLocation {
  const point = location.part("geoPoint");
  const latitude = point.number("lat");
  const longitude = point.number("lon");
  const onEarth = latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return {
    facility: location.text("facility"),
    status: location.oneOf(TrialStatus, "status"),
    city: location.text("city"),
    state: location.text("state"),
    zip: location.text("zip"),
    country: location.text("country"),
    latitude: onEarth ? latitude : null,
    longitude: onEarth ? longitude : null,
    contacts: location.parts("contacts", toContact),
  };
}

function toContact(contact: JsonPart): TrialContact {
  return {
    name: contact.text("name"),
    role: contact.oneOf(TrialRole, "role"),
    phone: contact.text("phone"),
    phoneExt: contact.text("phoneExt"),
    email: contact.text("email"),
  };
}

function toOfficial(official: JsonPart): TrialOfficial | null {
  const name = official.text("name");
  if (name === null) return null;
  return { name, affiliation: official.text("affiliation"), role: official.oneOf(TrialRole, "role") };
}
