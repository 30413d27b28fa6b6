export { parseCount, parseStudies, parseStudyParts, parseVersion, type StudiesPage } from "./answers.js";
export { JsonPart, toPart } from "./json-part.js";
export { toClinicalTrial, trialUrl } from "./study.js";
