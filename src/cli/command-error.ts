/** A command cannot do what it was asked. The message says why, to the person who asked. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
