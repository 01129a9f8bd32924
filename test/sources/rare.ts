/** Settings under which something refuses, or is stopped, that chance alone would hardly ever bring about. */
import { seconds } from "../../sim/index.ts";
import { constant, MEASURED_2020 } from "../helpers/config.ts";
import type { Settings } from "./settings.ts";
import { onInstances, PLAIN, restoring, type Target } from "./targets.ts";

/** Environments stay, and no second is richer than another. */
const STEADY = { requestRateWindow: seconds(1), idleLifetime: MEASURED_2020, platformDelay: constant(0) };
const QUIET = { life: null, reserved: null, callsDb: false, afterRun: null };

/** Runs are soon over, so that a limit on rates is all that is in the way. */
const brisk = (given: Settings, quota: number, target: Partial<Target> = {}): Settings => ({
  ...given,
  quota,
  model: { ...given.model, ...STEADY },
  changes: [],
  target: { ...given.target, ...QUIET, kind: PLAIN, run: 5, ...target },
});

const living = (given: Settings, life: Partial<NonNullable<Target["life"]>>): Settings => ({
  ...given,
  target: { ...given.target, kind: PLAIN, life: { ...LIFE, ...life } },
});
const LIFE: NonNullable<Target["life"]> = {
  initial: "active",
  pendingSeconds: 1,
  vpc: false,
  events: "queue",
  updates: [],
};

const being = (given: Settings, kind: Target["kind"], run: number): Settings => ({
  ...given,
  quota: 1000,
  target: { ...given.target, ...QUIET, kind, run },
});

export const RARE: readonly ((given: Settings) => Settings)[] = [
  // RPS-1, RPS-2: ten requests per second for each unit.
  (given) => brisk(given, 1),
  (given) => brisk(given, 1000, { reserved: 1 }),
  // SCALE-6: as many in the first second.
  (given) => {
    const plain = brisk(given, 1000);
    return { ...plain, model: { ...plain.model, scalingAllowance: 1 } };
  },
  // ASY-20: a chain that Lambda stops, where the source takes records and remembers them.
  (given) => brisk(given, 1000, { sends: "back", errors: 0 }),
  // SNAP-4: an alias goes on to a version that is Pending.
  (given) => living(given, { updates: [{ at: 2, seconds: 3, waits: false }] }),
  // LIFE-20, LIFE-25: without a VPC, and with one.
  (given) => living(given, { initial: "inactive" }),
  (given) => living(given, { initial: "inactive", vpc: true }),
  (given) => living(given, { initial: "failed" }),
  // SNAP-5, SNAP-8.
  (given) => being(given, restoring(11_000, null), 500),
  (given) => being(given, restoring(100, 1), 5),
  // Twice: a source that acts more often than once a second never lets a snapshot go.
  (given) => being(given, restoring(100, 1), 5),
  // LMI-6, LMI-8.
  (given) => being(given, onInstances({ environments: 1, perEnvironment: 2, cpuShare: 0 }), 3000),
  (given) => being(given, onInstances({ environments: 1, perEnvironment: 4, cpuShare: 1 }), 3000),
  (given) => being(given, onInstances({ environments: 0, perEnvironment: 1, cpuShare: 0 }), 5),
];
