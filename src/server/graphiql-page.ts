/** The page that GraphiQL starts in. It has no inline script: the content security policy allows none. */
export const GRAPHIQL_PAGE = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Galen: health topics, encyclopedia, PubMed and trials in one GraphQL schema</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/assets/ruru.css">
<link rel="modulepreload" href="/graphiql/assets/ruru.js">
<style>body { margin: 0; } #ruru-root { height: 100vh; } .starting { font: 16px sans-serif; padding: 2em; }</style>
</head>
<body>
<div id="ruru-root"><p class="starting">GraphiQL is starting.</p></div>
<noscript><p>GraphiQL needs JavaScript. The API itself is at /graphql.</p></noscript>
<script type="module" src="/graphiql/start.js"></script>
</body>
</html>
`;

/**
 * The editor takes `extensions.explain` for the SQL plan of another server, and keeps it out of the answer that it shows.
 * So in this page, and nowhere else, it goes by other names: as text in front of the data, and whole behind it.
 * The header stands there from the beginning, switched off: then it is not sent, and memory may answer.
 */
const SHOW_EXPLANATION = `const plainFetch = globalThis.fetch;
globalThis.fetch = async (address, options) => {
  const headers = new Headers(options?.headers);
  if (headers.get("x-galen-explain") === "0") headers.delete("x-galen-explain");
  const response = await plainFetch(address, { ...options, headers });
  if (!headers.has("x-galen-explain")) return response;
  const answer = await response.json();
  const { explain, ...extensions } = answer.extensions ?? {};
  if (explain) answer.extensions = extensions;
  const shown = explain ? { explained: explain.text, ...answer, explanation: explain } : answer;
  return Response.json(shown, { status: response.status });
};
`;

/** What runs in that page; \`__TABS__\` becomes the operations on offer. */
export const GRAPHIQL_START = `${SHOW_EXPLANATION}const WORKERS = { json: "jsonWorker.js", graphql: "graphqlWorker.js" };
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker("/graphiql/assets/" + (WORKERS[label] ?? "editorWorker.js"), { type: "module" }),
};
const tabs = __TABS__;
const { React, createRoot, Ruru } = await import("/graphiql/assets/ruru.js");
createRoot(document.getElementById("ruru-root")).render(
  React.createElement(Ruru, {
    endpoint: "/graphql",
    defaultQuery: "{\\n  __typename\\n}\\n",
    ...(tabs.length > 0 && { defaultTabs: tabs }),
    defaultHeaders: '{ "x-galen-explain": "0" }',
    showPersistHeadersSettings: false,
  }),
);
`;
