export function withAnswers(page: string, ask: (query: string) => Promise<unknown>): Promise<string>;
export function withVariables(
  page: string,
  variables: readonly { name: string; default: string | null; meaning: string }[],
): string;
export const PAGES: { answers: string[]; variables: string[] };
