/** What a function can be charged for: which rows of the price book apply, and whether some of it is free. */

export type Architecture = "x86_64" | "arm64";

/** PR-R4, LP-8: which monthly allowance a kind draws on. */
type Allowance = "requests" | "duration";

interface Kind {
  /** Rows of the price book, tiers in order. */
  readonly prices: Readonly<Record<Architecture, readonly string[]>>;
  readonly allowance: Allowance | null;
}

const same = (...prices: string[]): Kind => ({ prices: { x86_64: prices, arm64: prices }, allowance: null });
const either = (x86: readonly string[], arm: readonly string[]): Kind => ({
  prices: { x86_64: x86, arm64: arm },
  allowance: null,
});

/** In the order of a bill. LP-20: duration on Managed Instances costs nothing, so it has no kind. */
const ROWS = {
  requests: { ...same("LP-1"), allowance: "requests" },
  duration: { ...either(["LP-2", "LP-3", "LP-4"], ["LP-5", "LP-6", "LP-7"]), allowance: "duration" },
  provisioned: either(["LP-9/x86_64"], ["LP-9/arm64"]),
  "provisioned-requests": { ...same("LP-11"), allowance: "requests" },
  "provisioned-duration": either(["LP-10/x86_64"], ["LP-10/arm64"]),
  "snapstart-cache": same("LP-12"),
  "snapstart-restores": same("LP-13"),
  "ephemeral-storage": same("LP-14"),
  streaming: same("LP-15"),
  "durable-operations": same("LP-21/operations"),
  "durable-written": same("LP-21/written"),
  "durable-kept": same("LP-21/kept"),
  "tenant-environments": either(["LP-22/x86_64"], ["LP-22/arm64"]),
  "c7i.xlarge": same("ST-18/c7i.xlarge"),
  "c7i.xlarge-fee": same("LP-19/c7i.xlarge"),
  "c7g.xlarge": same("ST-18/c7g.xlarge"),
  "c7g.xlarge-fee": same("LP-19/c7g.xlarge"),
  "m7i.xlarge": same("ST-16/m7i.xlarge"),
  "m7i.xlarge-fee": same("LP-18/m7i.xlarge"),
  "r7i.xlarge": same("ST-16/r7i.xlarge"),
  "r7i.xlarge-fee": same("LP-18/r7i.xlarge"),
  "r7g.xlarge": same("ST-17/r7g.xlarge"),
  "r7g.xlarge-fee": same("LP-18/r7g.xlarge"),
  "m6i.large": same("ST-16/m6i.large"),
  "m6i.large-fee": same("LP-18/m6i.large"),
  "m7g.xlarge": same("ST-17/m7g.xlarge"),
  "m7g.xlarge-fee": same("LP-18/m7g.xlarge"),
  "sqs-pollers": same("LP-16"),
  "kafka-pollers": same("LP-17"),
  logs: same("ST-20/tier-1", "ST-20/tier-2", "ST-20/tier-3", "ST-20/tier-4"),
  "edge-requests": same("LP-27/requests"),
  "edge-duration": same("LP-27/duration"),
} satisfies Readonly<Record<string, Kind>>;

/** What is charged. `-fee`: Lambda's management fee on an instance (LP-18). */
export type CostKind = keyof typeof ROWS;

export const KINDS: Readonly<Record<CostKind, Kind>> = ROWS;

export const COST_KINDS = Object.keys(KINDS) as readonly CostKind[];

/** What usage can say and a run does not measure: sizes of data and logs, pollers, Lambda@Edge. */
const NOT_MEASURED: readonly CostKind[] = [
  "streaming",
  "durable-written",
  "durable-kept",
  "sqs-pollers",
  "kafka-pollers",
  "logs",
  "edge-requests",
  "edge-duration",
];

/** Rows of the price book that a run may charge, each once: those that a scenario may price otherwise. */
export const RUN_PRICES: readonly string[] = [
  ...new Set(
    COST_KINDS.filter((kind) => !NOT_MEASURED.includes(kind)).flatMap((kind) =>
      Object.values(KINDS[kind].prices).flat(),
    ),
  ),
];
