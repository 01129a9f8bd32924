/** The SDKs' retry modes as numbers (§8.2, SDK-1 to SDK-6). */
import type { RetryMode } from "../config.ts";

/** Why an attempt failed, as far as retries care (SDK-8); a server's answer is one of 5xx. */
export const Failure = { Throttling: 0, Timeout: 1, Server: 2 } as const;
export type Failure = (typeof Failure)[keyof typeof Failure];

export interface RetryPolicy {
  /** Delay before retry i is a uniform share of base x 2^i seconds, at most `longestSeconds`. By Failure. */
  readonly baseSeconds: readonly [throttling: number, timeout: number, server: number];
  readonly longestSeconds: number;
  /** Tokens of one client; Infinity without a quota. */
  readonly quota: number;
  /** Tokens that a retry costs. By Failure. */
  readonly cost: readonly [throttling: number, timeout: number, server: number];
  /** SDK-5: a success after retries gives back what the last one cost; else every success gives back one token. */
  readonly givesBackCost: boolean;
  /** SDK-9: a Retry-After lengthens the delay, by 5 s at most. */
  readonly heedsRetryAfter: boolean;
  /** SDK-10: the client slows itself down after a throttle. */
  readonly adaptive: boolean;
}

const QUOTA = 500;

const STANDARD_2026: RetryPolicy = {
  baseSeconds: [1, 0.05, 0.05],
  longestSeconds: 20,
  quota: QUOTA,
  cost: [5, 14, 14],
  givesBackCost: true,
  heedsRetryAfter: true,
  adaptive: false,
};

const before2026 = (baseSeconds: readonly [number, number, number]): RetryPolicy => ({
  baseSeconds,
  longestSeconds: 20,
  quota: QUOTA,
  cost: [5, 10, 5],
  givesBackCost: false,
  heedsRetryAfter: false,
  adaptive: false,
});

/** `none` never retries: its policy is not asked. */
export const RETRY_POLICIES: Record<RetryMode, RetryPolicy> = {
  none: { ...STANDARD_2026, quota: 0 },
  "standard-2026": STANDARD_2026,
  adaptive: { ...STANDARD_2026, adaptive: true },
  "legacy-python": {
    baseSeconds: [1, 1, 1],
    longestSeconds: Number.POSITIVE_INFINITY,
    quota: Number.POSITIVE_INFINITY,
    cost: [0, 0, 0],
    givesBackCost: false,
    heedsRetryAfter: false,
    adaptive: false,
  },
  "standard-python": before2026([1, 1, 1]),
  "standard-js": before2026([0.5, 0.1, 0.1]),
  "legacy-java": { ...before2026([0.5, 0.1, 0.1]), cost: [5, 5, 5] },
};
