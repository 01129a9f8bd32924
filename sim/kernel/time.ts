/** Time in the simulation: whole microseconds, and the few operations that keep moments and lengths apart. */

/** A moment: whole µs since the start of the run, 0 or more. */
export type Instant = number & { readonly brand: "moment, µs since start" };

/** A length of time: whole µs, 0 or more. */
export type Duration = number & { readonly brand: "length, µs, not negative" };

export const MICROS_PER_MILLISECOND = 1_000;
export const MICROS_PER_SECOND = 1_000_000;
export const MICROS_PER_MINUTE = 60_000_000;

export const START = 0 as Instant;
/** Later than any moment of any run. */
export const NEVER = Number.MAX_SAFE_INTEGER as Instant;

export const after = (now: Instant, wait: Duration): Instant => (now + wait) as Instant;
export const earlier = (a: Instant, b: Instant): Instant => Math.min(a, b) as Instant;
export const between = (from: Instant, to: Instant): Duration => (to - from) as Duration;

/** The nearest whole µs, never below 0. V8 floors in one instruction and rounds in ten times that. */
export const microseconds = (value: number): Duration => Math.max(0, Math.floor(value + 0.5)) as Duration;
export const milliseconds = (value: number): Duration => microseconds(value * MICROS_PER_MILLISECOND);
export const seconds = (value: number): Duration => microseconds(value * MICROS_PER_SECOND);

/** The same moment or length in milliseconds, as results show it. */
export const toMs = (value: Instant | Duration): number => value / MICROS_PER_MILLISECOND;
