import type { ClinicalTrialsContext } from "../sources/clinicaltrials/index.js";
import type { EncyclopediaContext } from "../sources/encyclopedia/index.js";
import type { MedlinePlusContext } from "../sources/medlineplus/index.js";
import type { PubmedContext } from "../sources/pubmed/index.js";

/** What a resolver that crosses sources needs of a request. */
export interface UnifiedContext extends MedlinePlusContext, EncyclopediaContext, PubmedContext, ClinicalTrialsContext {}
