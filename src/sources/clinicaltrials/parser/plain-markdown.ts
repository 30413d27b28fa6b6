const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", nbsp: " " };

/**
 * The plain text of a short Markdown text: what the registry escaped is unescaped (`\>` stands for `>` in a third of
 * all records), bullets become `- `. For texts that the schema gives in plain form only.
 */
export function plainMarkdown(markdown: string | null): string | null {
  if (markdown === null || !/[\\*&]/.test(markdown)) return markdown;
  return markdown
    .replace(/^([ \t]*)[*+] /gm, "$1- ")
    .replace(/&(lt|gt|amp|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1");
}
