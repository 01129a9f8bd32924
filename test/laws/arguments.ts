/** Numbers that a person writes behind a command. */

/** A whole number above 0, or the reason why not. */
export function wholeOf(what: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${what} is "${text}", but must be a whole number above 0, such as 20000`);
}

/** Another one each time. */
export const anySeed = (): string => String(1 + (Date.now() % 1_000_000_000));
