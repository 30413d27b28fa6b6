export { parseCount, parseStudies, parseStudyParts, parseVersion, type StudiesPage } from "./parser/answers.js";
export { JsonPart, toPart } from "./parser/json-part.js";
export { toClinicalTrial, trialUrl } from "./parser/study.js";
