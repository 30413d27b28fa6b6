import type { BundledAnswer } from "./http.js";

/** Escapes text for XML and HTML, attribute values included. */
export function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A page in the shell that all pages of medlineplus.gov share. */
export function htmlPage(title: string, content: string, language: "en" | "es" = "en"): string {
  return `<!DOCTYPE html>
<html lang="${language}" class="nojs us" data-root="https://medlineplus.gov/">
<head>
<meta charset="utf-8">
<title>${escapeMarkup(title)}: MedlinePlus</title>
<meta property="og:title" content="MedlinePlus: ${escapeMarkup(title)}">
</head>
<body>
<div id="mplus-wrap"><div id="mplus-content">
${content}
</div></div>
</body>
</html>
`;
}

export function htmlAnswer(body: string | Buffer, status = 200, headers: Record<string, string> = {}): BundledAnswer {
  return { status, headers: { "content-type": "text/html; charset=UTF-8", ...headers }, body };
}

/** What medlineplus.gov answers for any address it does not know: a page of its own, with status 404. */
export function notFoundPage(): BundledAnswer {
  const content = "<article><h1>Page Not Found</h1><p>There is no page at this address.</p></article>";
  return htmlAnswer(htmlPage("Page Not Found", content), 404);
}
