/** Exit codes of the command line, and which of several wins. */

export const Exit = {
  ok: 0,
  bug: 1,
  usage: 2,
  regression: 98,
  threshold: 99,
  interrupted: 130,
  terminated: 143,
} as const;
export type Exit = (typeof Exit)[keyof typeof Exit];

const WORST_FIRST: readonly Exit[] = [
  Exit.interrupted,
  Exit.terminated,
  Exit.bug,
  Exit.usage,
  Exit.threshold,
  Exit.regression,
];

/** The code that tells the worst of what happened: a bug, then wrong input, then a failed threshold. */
export function worst(codes: readonly Exit[]): Exit {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? Exit.ok;
}
