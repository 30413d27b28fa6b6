/** A code system that MedlinePlus Connect knows. */
export interface CodeSystem {
  oid: string;
  /** As echoed in the feed's categories. */
  label: string;
  /** As written in the feed's subtitle. */
  name: string;
  isDrug: boolean;
}

const system = (oid: string, label: string, name: string, isDrug = false): CodeSystem => ({ oid, label, name, isDrug });

const KNOWN = [
  system("2.16.840.1.113883.6.90", "ICD10CM", "ICD-10-CM"),
  system("2.16.840.1.113883.6.103", "ICD9CM", "ICD-9-CM"),
  system("2.16.840.1.113883.6.96", "SNOMEDCT", "SNOMED CT"),
  system("2.16.840.1.113883.6.88", "RXCUI", "RXCUI", true),
  system("2.16.840.1.113883.6.69", "NDC", "NDC", true),
  system("2.16.840.1.113883.6.1", "LOINC", "LOINC"),
  system("2.16.840.1.113883.6.12", "CPT", "CPT"),
];

/** The known code systems by object identifier. */
export const CODE_SYSTEMS: Readonly<Record<string, CodeSystem>> = Object.fromEntries(
  KNOWN.map((known) => [known.oid, known]),
);
