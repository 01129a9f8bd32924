/** Fields of a Region and of its model: what AWS leaves unsaid, each with a documented default. */
import * as z from "zod";
import { FACTS, type IdleLifetime, seconds } from "../../../sim/index.ts";
import { distribution } from "../../values/distribution.ts";
import { parseCount, type Quantity } from "../../values/quantity.ts";
import {
  CHANGE,
  choice,
  count,
  duration,
  fields,
  MOST,
  MOST_KEPT,
  name,
  positiveDuration,
  share,
  special,
  WHOLE,
  WITHIN,
} from "../../values/units.ts";

/** CONC-3: the quota that new accounts are reported to start with. */
const NEW_ACCOUNT = 10;
const NAME = { what: "the name of a Region", pattern: /^[A-Za-z0-9_-]+$/, max: 64 };

const constant = (value: number) => ({ kind: "constant", value: seconds(value) }) as const;
const uniform = (min: number, max: number) => ({ kind: "uniform", min: seconds(min), max: seconds(max) }) as const;

/** LIFE-13, LIFE-14. */
export const IDLE_PRESETS: Readonly<Record<string, IdleLifetime>> = {
  "measured-2020": {
    name: "measured-2020",
    environment: constant(1_300),
    version: seconds(640),
    maxAge: seconds(7_300),
  },
  "fixed-600": { name: "fixed-600", environment: constant(600), version: null, maxAge: seconds(7_200) },
  "short-2021": { name: "short-2021", environment: uniform(360, 420), version: null, maxAge: seconds(7_200) },
  "long-2017": { name: "long-2017", environment: uniform(2_700, 3_600), version: null, maxAge: seconds(7_200) },
};
/** LIFE-14, for lifetimes of the user's own. */
export const CUSTOM_MAX_AGE = seconds(7_200);

const preset = choice(["measured-2020", "fixed-600", "short-2021", "long-2017"]);

const concurrency = special(
  (raw): Quantity<number> => {
    if (raw === "new-account") return { ok: true, value: NEW_ACCOUNT };
    const read = parseCount(raw);
    if (!read.ok) return read.id === "bad-value" ? { ...read, hint: "write a whole number, or new-account" } : read;
    if (read.value > 0 && read.value <= MOST) return read;
    return {
      ok: false,
      id: "out-of-range",
      text: read.value === 0 ? "is 0, but must be at least 1 (CONC-2)" : `is ${raw}, but must be at most ${MOST}`,
      hint: "write a quota like 1000",
    };
  },
  {
    anyOf: [
      { type: "integer", minimum: 1 },
      { enum: ["new-account"] },
      { type: "string", pattern: "^\\$[A-Za-z_][A-Za-z0-9_-]*$" },
    ],
  },
);

/** How long environments live, which one serves, and how many may be added. */
const scaling = () => ({
  idleLifetime: z
    .union([preset, distribution()])
    .prefault("measured-2020")
    .describe(
      "How long an idle environment lives: a preset, a duration or a distribution; default measured-2020 (LIFE-13).",
    ),
  maxAge: positiveDuration()
    .optional()
    .describe("Oldest age of an environment; default 7300s in measured-2020, else 7200s (LIFE-14)."),
  pick: choice(["most-recent", "least-recent", "random"])
    .prefault("most-recent")
    .describe("Which idle environment serves next; default most-recent (LIFE-15)."),
  scaling: choice(["token-bucket", "sliding-window", "fixed-window", "burst-2021"])
    .prefault("token-bucket")
    .describe(
      "How the 1,000 new environments per 10 s are counted; default token-bucket (SCALE-1 to SCALE-5, SCALE-10).",
    ),
  scalingAllowance: count({ min: 1, max: MOST_KEPT })
    .optional()
    .describe(
      "New environments per 10 s and function, and a tenth of the requests/s that may be added; default 1000 " +
        "(SCALE-1, SCALE-6, SCALE-11).",
    ),
  legacyBurst: count({ min: 1, max: MOST_KEPT })
    .prefault(FACTS.legacyBurst.value)
    .describe("First burst of burst-2021, in environments of the whole Region; default 3000 (SCALE-10)."),
  requestRateWindow: positiveDuration()
    .prefault("1s")
    .describe("How much of the request rate may be used at once; default 1s (RPS-8)."),
  accountRateIncludesReserved: z
    .boolean()
    .prefault(false)
    .describe("Functions with reserved concurrency count in the account's request rate too; default false (RPS-10)."),
  platformDelay: distribution()
    .prefault("120ms")
    .describe(
      "Placement and code fetch before Init, in no log; a distribution; default 120ms, by bursts of 2020 (OQ-18).",
    ),
});

/** What refused requests and asynchronous events meet. */
const retrying = () => ({
  asyncJitter: share()
    .prefault("10%")
    .describe("Retries of asynchronous events wait up to this share longer; default 10% (ASY-4, ASY-6)."),
  retryAfter: duration()
    .prefault(0)
    .describe("Retry-After of a 429, which SDKs of 2026 heed; default 0, not sent (ERR-3, SDK-9)."),
  asyncPollDelay: duration().prefault("30ms").describe("From enqueue to the first attempt; default 30ms (ASY-18)."),
  asyncDuplicates: share().prefault(0).describe("Share of asynchronous events delivered twice; default 0 (ASY-17)."),
  asyncSystemErrors: share()
    .prefault(0)
    .describe("Share of asynchronous attempts that meet a platform error; default 0 (ASY-21)."),
  asyncBacklogSlowdown: duration()
    .prefault(0)
    .describe("How much longer an event waits for every 1,000 others in its queue; default 0 (ASY-8)."),
  asyncDeliveryFailures: share()
    .prefault(0)
    .describe("Share of records lost on the way to dead-letter queues and destinations; default 0 (ASY-15)."),
});

const model = fields("a model", () => ({
  ...scaling(),
  ...retrying(),
  proactiveInit: z
    .boolean()
    .prefault(false)
    .describe(
      "A request in its Init takes an environment freed meanwhile, its own becomes a spare; default false (LIFE-16).",
    ),
  snapshotCache: share()
    .prefault(0)
    .describe("How much longer a version's first Restore takes; fades with each; default 0 (SNAP-11, SNAP-14)."),
  provisionedPreparation: duration()
    .prefault("90s")
    .describe("From a request for provisioned units to the first of them; default 90s, AWS says 1m to 2m (PC-4)."),
  provisionedPerMinute: count({ min: 1 })
    .prefault(FACTS.provisionedPerMinute.value)
    .describe("Provisioned units that one function gets each minute after that; default 6000 (PC-4)."),
  provisionedMove: duration()
    .optional()
    .describe(
      "From an alias's move to another version to the first unit there; its requests and old units stay until all " +
        "are READY; default 7m, of 6 to 8 minutes that a test recorded on AWS took (PC-15).",
    ),
  aliasUnits: choice(["nearest", "up", "down"])
    .optional()
    .describe("How the share of an alias's second version becomes whole units; default nearest (PC-15)."),
  fullLimit: choice(["wait", "serve"])
    .optional()
    .describe(
      "What READY units and reservations do while others still run on what they claim: wait, so that no limit is " +
        "passed, or serve at once; default wait (CONC-2).",
    ),
  tenantShare: choice(["pool", "quota"])
    .prefault("pool")
    .describe(
      "Units behind tenants' environments without a reservation: the shared pool or the quota; default pool (TEN-2).",
    ),
}));

const shape = () => ({
  concurrency: concurrency
    .prefault(FACTS.accountConcurrency.value)
    .describe(
      "The account's concurrency quota here, 1 or more, or new-account (10); default 1000 (CONC-2, CONC-3, RPS-1).",
    )
    .register(CHANGE, WHOLE),
  model: model.prefault({}).describe("What AWS leaves unsaid: each policy has a documented default."),
  prices: choice(["us-east-1@2026-09"])
    .optional()
    .describe("Price book; default us-east-1@2026-09, the only one, also for Regions of other names."),
});

/** One of several Regions: its key is its name. */
export const memberRegion = fields("a region", shape).register(CHANGE, WITHIN);

/** The only Region. */
export const singleRegion = fields("a region", () => ({
  name: name(NAME).prefault("us-east-1").describe("Name of the Region; default us-east-1."),
  ...shape(),
}));

export type RegionSpec = z.output<typeof memberRegion>;
