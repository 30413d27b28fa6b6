import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DocumentNode, parse } from "graphql";

/** An operation that is committed with the gateway. */
export interface StoredOperation {
  name: string;
  text: string;
  /** SHA-256 of the text, hexadecimal: the id that persisted queries go by. */
  hash: string;
  document: DocumentNode;
}

/** The operations of a folder, by name. Throws when one cannot be parsed: they are part of the program. */
export function readOperations(folder: string): Map<string, StoredOperation> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".graphql"));
  return new Map(
    files.sort().map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const name = file.replace(/\.graphql$/, "");
      const hash = createHash("sha256").update(text).digest("hex");
      return [name, { name, text, hash, document: parse(text) }];
    }),
  );
}
