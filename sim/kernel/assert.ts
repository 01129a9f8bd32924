/** The one way to say "this cannot happen": our bug, never the user's mistake. */

/** A broken invariant. The event loop adds the simulated time, the event number and the seed. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** @throws InvariantError with the message when the condition does not hold. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
