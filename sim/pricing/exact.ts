/** Exact fractions of whole numbers: money and what it pays for, rounded only where a rule says so (PR-R25). */

/** A fraction in lowest terms; `of` is above 0. */
export interface Exact {
  readonly part: bigint;
  readonly of: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

function fraction(part: bigint, of: bigint): Exact {
  if (of === 1n) return { part, of };
  const common = gcd(part < 0n ? -part : part, of);
  return { part: part / common, of: of / common };
}

export const ZERO: Exact = { part: 0n, of: 1n };
export const ONE: Exact = { part: 1n, of: 1n };

/** A decimal as it is written, "0.0000166667", or a number as JavaScript writes it: 1.5e-8. */
export function exact(value: number | string): Exact {
  if (Number.isSafeInteger(value)) return { part: BigInt(value), of: 1n };
  const [digits = "", exponent = "0"] = String(value).toLowerCase().split("e");
  const [whole = "", decimals = ""] = digits.split(".");
  const power = Number(exponent) - decimals.length;
  const part = BigInt(`${whole}${decimals}`);
  return power < 0 ? fraction(part, 10n ** BigInt(-power)) : fraction(part * 10n ** BigInt(power), 1n);
}

export const plus = (a: Exact, b: Exact): Exact =>
  a.part === 0n ? b : fraction(a.part * b.of + b.part * a.of, a.of * b.of);
export const minus = (a: Exact, b: Exact): Exact =>
  b.part === 0n ? a : fraction(a.part * b.of - b.part * a.of, a.of * b.of);
/** A factor of 1 is common: what is charged once, at list price. */
export const times = (a: Exact, b: Exact): Exact => (b.part === b.of ? a : fraction(a.part * b.part, a.of * b.of));

/** `b` is above 0. */
export const over = (a: Exact, b: Exact): Exact => fraction(a.part * b.of, a.of * b.part);

const isLess = (a: Exact, b: Exact): boolean => a.part * b.of < b.part * a.of;
export const smaller = (a: Exact, b: Exact): Exact => (isLess(b, a) ? b : a);
export const isPositive = ({ part }: Exact): boolean => part > 0n;
export const total = (all: readonly Exact[]): Exact => all.reduce(plus, ZERO);

/** PR-R25: half up, for what is not negative. @returns the nearest number with so many decimals. */
export function rounded({ part, of }: Exact, decimals: number): number {
  const scale = 10n ** BigInt(decimals);
  const units = (2n * part * scale + of) / (2n * of);
  return Number(`${units}e-${decimals}`);
}
