import { registerEnumType } from "type-graphql";
import { badInput, quoted } from "../../content/index.js";

/** A system of codes that MedlinePlus Connect knows. */
export enum CodeSystem {
  ICD_10_CM = "ICD_10_CM",
  ICD_9_CM = "ICD_9_CM",
  SNOMED_CT = "SNOMED_CT",
  RXNORM = "RXNORM",
  NDC = "NDC",
  LOINC = "LOINC",
  CPT = "CPT",
}

registerEnumType(CodeSystem, {
  name: "CodeSystem",
  description: "A system of codes, as health records use them.",
  valuesConfig: {
    ICD_10_CM: { description: "Diagnoses: ICD-10-CM, such as `O03.9`." },
    ICD_9_CM: { description: "Diagnoses in older records: ICD-9-CM, such as `634.90`." },
    SNOMED_CT: { description: "Problems: SNOMED CT concept ids, such as `17369002`." },
    RXNORM: { description: "Medicines: RxNorm concept ids (RxCUI), such as `637188`." },
    NDC: { description: "Medicines: National Drug Codes, such as `0069-3060-30`." },
    LOINC: { description: "Laboratory tests: LOINC, such as `3187-2`." },
    CPT: { description: "Procedures: CPT, such as `59812`." },
  },
});

interface SystemFacts {
  /** The object identifier by which MedlinePlus Connect knows the system. */
  oid: string;
  pattern: RegExp;
  example: string;
}

const FACTS: Readonly<Record<CodeSystem, SystemFacts>> = {
  ICD_10_CM: { oid: "2.16.840.1.113883.6.90", pattern: /^[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?$/, example: "O03.9" },
  ICD_9_CM: { oid: "2.16.840.1.113883.6.103", pattern: /^(?:\d{3}|V\d{2}|E\d{3})(?:\.?\d{1,2})?$/, example: "634.90" },
  SNOMED_CT: { oid: "2.16.840.1.113883.6.96", pattern: /^[1-9]\d{5,17}$/, example: "17369002" },
  RXNORM: { oid: "2.16.840.1.113883.6.88", pattern: /^[1-9]\d{0,7}$/, example: "637188" },
  NDC: { oid: "2.16.840.1.113883.6.69", pattern: /^(?:\d{4,5}-\d{3,4}-\d{1,2}|\d{10,11})$/, example: "0069-3060-30" },
  LOINC: { oid: "2.16.840.1.113883.6.1", pattern: /^\d{1,7}-\d$/, example: "3187-2" },
  CPT: { oid: "2.16.840.1.113883.6.12", pattern: /^\d{4}[0-9A-Z]$/, example: "59812" },
};

/** The object identifier of a code system. */
export function oidOf(system: CodeSystem): string {
  return FACTS[system].oid;
}

/**
 * A code in the form in which it is asked for.
 * @throws BAD_USER_INPUT when it is no code of this system; nothing that a person typed goes upstream unchecked
 */
export function toCode(system: CodeSystem, code: string): string {
  const text = code.trim().toUpperCase();
  const { pattern, example } = FACTS[system];
  if (pattern.test(text)) return text;
  throw badInput("code", `${quoted(code)} is no ${system} code`, `a code such as ${example}`);
}
