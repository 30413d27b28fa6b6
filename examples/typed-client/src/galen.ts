import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";

/** An error as Galen reports it; `extensions` say what kind it is, which source and when to ask again. */
export interface GalenError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; source?: string; retryAfter?: number };
}

/** What came: all of the data, or as much of it as could be had, and why the rest could not. */
export interface Answer<Data> {
  data: Data | null;
  errors: GalenError[];
}

/**
 * Asks Galen a question. What comes back has the type of the document, and so must the variables.
 * @param url the address of the endpoint, such as `http://127.0.0.1:4000/graphql`
 */
export async function ask<Data, Variables>(
  url: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json" },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data = null, errors = [] } = (await response.json()) as Partial<Answer<Data>>;
  return { data, errors };
}
