/** Does something once the last part has been given, or nobody wants any more. */
export async function* afterwards(parts: AsyncIterable<string>, done: () => void): AsyncIterable<string> {
  try {
    yield* parts;
  } finally {
    done();
  }
}
