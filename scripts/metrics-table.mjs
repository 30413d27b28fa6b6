// The table of metrics in the documentation, from what a running gateway exports.
const TABLE = /(<!-- metrics -->\n)[\s\S]*?(<!-- end of metrics -->)/;

/** The metrics of Galen itself in an answer of `/metrics`: name, kind and meaning. */
export function metricsOf(text) {
  return [...text.matchAll(/^# HELP (galen_\w+) (.*)\n# TYPE \1 (\w+)$/gm)].map(([, name, help, type]) => ({
    name,
    type,
    help,
  }));
}

/** The page with the table of metrics. */
export function withMetrics(page, text) {
  const rows = metricsOf(text).map(({ name, type, help }) => `| \`${name}\` | ${type} | ${help} |`);
  const table = ["| metric | kind | meaning |", "| --- | --- | --- |", ...rows].join("\n");
  return page.replace(TABLE, (_, start, end) => `${start}${table}\n${end}`);
}
