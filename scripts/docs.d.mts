export function withAnswers(page: string, ask: (query: string) => Promise<unknown>): Promise<string>;
export function withOutputs(
  page: string,
  run: (language: string, code: string) => Promise<string>,
  languages?: readonly string[],
): Promise<string>;
export function withFiles(page: string): string;
export function withVariables(
  page: string,
  variables: readonly { name: string; default: string | null; meaning: string }[],
): string;
export const PAGES: { answers: string[]; outputs: string[]; files: string[]; variables: string[]; metrics: string[] };
