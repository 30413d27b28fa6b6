export function runExample(language: string, code: string, url: string): Promise<string>;
