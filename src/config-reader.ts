import { type Variable, type VariableName, variables } from "./config-variables.js";

/** The environment's shape; `process.env` is one. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Declared = (typeof variables)[number];
type NameOf<Kind extends Declared["kind"]> = Extract<Declared, { kind: Kind }>["name"];
type ChoiceOf<Name extends VariableName> = Extract<Declared, { name: Name; kind: "choice" }>["choices"][number];

/** Reads variables by their declared kind and collects what is wrong instead of stopping at the first. */
export type EnvironmentReader = ReturnType<typeof createEnvironmentReader>;

/** A reader over an environment. A variable that is empty counts as unset; a bad one reads as its default. */
export function createEnvironmentReader(env: Environment) {
  const problems: string[] = [];
  const declared = new Map<string, Variable>(variables.map((variable) => [variable.name, variable]));
  const given = (name: string): string | null => env[name]?.trim() || null;
  const fallback = (name: string): string => declared.get(name)?.default ?? "";

  /** The variable's text if `check` finds nothing wrong with it, else its default. */
  const checked = (name: string, check: (text: string) => string | null): string => {
    const text = given(name);
    if (text === null) return fallback(name);
    const problem = check(text);
    if (problem === null) return text;
    // What looks like an address with a password in it is not quoted: the message ends up in logs.
    problems.push(/:\/\/.*@/.test(text) ? `${name} ${problem}` : `${name} ${problem}, not "${text}"`);
    return fallback(name);
  };

  const choice = (name: string): string =>
    checked(name, (text) => {
      const choices = declared.get(name)?.choices ?? [];
      return choices.includes(text) ? null : `must be one of ${choices.join(", ")}`;
    });

  const integer = (name: NameOf<"integer">): number =>
    Number(checked(name, (text) => problemOfInteger(text, declared.get(name)?.range)));

  return {
    problems,
    isSet: (name: VariableName): boolean => given(name) !== null,
    text: (name: NameOf<"text">): string => given(name) ?? fallback(name),
    optional: (name: NameOf<"secret" | "folder" | "file">): string | null => given(name),
    choice: <Name extends NameOf<"choice">>(name: Name): ChoiceOf<Name> => choice(name) as ChoiceOf<Name>,
    optionalChoice: <Name extends NameOf<"choice">>(name: Name): ChoiceOf<Name> | null =>
      (choice(name) || null) as ChoiceOf<Name> | null,
    switch: (name: NameOf<"switch">): boolean =>
      checked(name, (text) => (/^(true|false)$/.test(text) ? null : "must be true or false")) === "true",
    integer,
    integerOr: (name: NameOf<"integer">, otherwise: number): number =>
      given(name) === null ? otherwise : integer(name),
    email: (name: NameOf<"email">): string | null =>
      checked(name, (text) => (/^[^\s@<>]+@[^\s@<>]+$/.test(text) ? null : "must be an e-mail address")) || null,
    url: (name: NameOf<"url">, allowHttp: boolean): string =>
      checked(name, (text) => problemOfUrl(text, allowHttp)).replace(/\/+$/, ""),
  };
}

function problemOfInteger(
  text: string,
  [least, most]: readonly [number, number] = [0, Number.MAX_SAFE_INTEGER],
): string | null {
  const isRight = /^\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return isRight ? null : `must be a whole number from ${least} to ${most}`;
}

/** What is wrong with an upstream's address; null when it can be used. */
function problemOfUrl(text: string, allowHttp: boolean): string | null {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return "must be an address such as https://example.org/path";
  if (url.username || url.password || url.search || url.hash) return "must have no credentials, query or fragment";
  const secure = url.protocol === "https:" || allowHttp || isLoopback(text);
  return secure ? null : "must be https (or a loopback address; GALEN_ALLOW_HTTP=true allows any)";
}

/** Whether an address never leaves this machine. */
export function isLoopback(address: string): boolean {
  return /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(URL.parse(address)?.hostname ?? "");
}
