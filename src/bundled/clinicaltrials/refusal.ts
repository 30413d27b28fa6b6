/** An answer of the service other than a study: one line of plain text. */
export class Refusal extends Error {
  override name = "Refusal";

  constructor(
    readonly status: number,
    text: string,
  ) {
    super(text);
  }
}

export const badRequest = (text: string): Refusal => new Refusal(400, text);
