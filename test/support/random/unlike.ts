/** What an executor gives. */
export interface Executed {
  data?: unknown;
  errors?: readonly {
    message: string;
    path?: readonly (string | number)[] | undefined;
    originalError?: (Error & { extensions?: Record<string, unknown> }) | null | undefined;
  }[];
}

interface Told {
  message: string;
  path: readonly (string | number)[];
  code: unknown;
}

/**
 * Where the second of two answers differs from the first. The order of errors is nobody's promise; and where an error
 * made a parent null, what else went wrong below that parent may be told or not.
 */
export function unlike(one: Executed, other: Executed): string[] {
  const [data, otherData] = [one, other].map((answer) => JSON.stringify(answer.data));
  const problems = data === otherData ? [] : [`data:\n${data}\n${otherData}`];
  const told = (one.errors ?? []).map(toTold);
  const otherTold = (other.errors ?? []).map(toTold);
  const texts = new Set(otherTold.map((error) => JSON.stringify(error)));
  const missing = told.filter((error) => !texts.has(JSON.stringify(error)));
  const known = new Set(told.map((error) => JSON.stringify(error)));
  const lost = new Set(told.map((error) => nulledAt(one.data, error.path)).filter((place) => place !== null));
  const extra = otherTold.filter((error) => {
    const place = nulledAt(one.data, error.path);
    return !known.has(JSON.stringify(error)) && (place === null || !lost.has(place));
  });
  return [
    ...problems,
    ...missing.map((error) => `not told: ${JSON.stringify(error)}`),
    ...extra.map((error) => `told in addition: ${JSON.stringify(error)}`),
  ];
}

function toTold({ message, path = [], originalError }: NonNullable<Executed["errors"]>[number]): Told {
  return { message, path, code: originalError?.extensions?.code };
}

/** The parent that became null because of an error; null when the field itself did. */
function nulledAt(data: unknown, path: readonly (string | number)[]): string | null {
  let value = data;
  for (const [depth, key] of path.entries()) {
    if (value === null) return JSON.stringify(path.slice(0, depth));
    value = (value as Record<string, unknown>)[key];
  }
  return null;
}
