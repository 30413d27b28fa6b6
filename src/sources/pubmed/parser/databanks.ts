import type { XmlNode } from "../../../upstream/index.js";
import type { DatabankNumber, TrialRegistration } from "../types/indexing.js";

export interface Databanks {
  trialRegistrations: TrialRegistration[];
  nctIds: string[];
  databankNumbers: DatabankNumber[];
}

const NCT = /^NCT\d{8}$/;
const TRIAL_REGISTRY =
  /^(clinicaltrials\.gov|isrctn|eudract|ctis|anzctr|chictr|ctri|cris|kct|drks|jprn|jrct|japicc?ti|umin|ntr|nl-omon|rebec|rpcec|repec|irct|pactr|slctr|tctr|lbctr|who)/i;

/** The numbers that an article names: trials by registry, and data sets by databank. */
export function databanks(list: XmlNode | undefined): Databanks {
  const numbers = (list?.all("DataBank") ?? []).flatMap((bank) => {
    const databank = bank.one("DataBankName")?.words() ?? "";
    return (bank.one("AccessionNumberList")?.all("AccessionNumber") ?? []).flatMap((node) => {
      const number = node.words();
      return number === null ? [] : [{ databank, number: normal(number) }];
    });
  });
  const isTrial = ({ databank, number }: DatabankNumber) => TRIAL_REGISTRY.test(databank) || NCT.test(number);
  return {
    trialRegistrations: numbers.filter(isTrial).map(({ databank, number }) => ({ registry: databank, number })),
    nctIds: [...new Set(numbers.map(({ number }) => number).filter((number) => NCT.test(number)))],
    databankNumbers: numbers.filter((entry) => !isTrial(entry)),
  };
}

/** Publishers print `nct 01234567` and `NCT01234567` for the same trial. */
function normal(number: string): string {
  const compact = number.toUpperCase().replace(/[\s-]/g, "");
  return NCT.test(compact) ? compact : number;
}
