/** Fields of a function's life besides its invocations: snapshots, states, VPC, updates. */
import * as z from "zod";
import { FACTS } from "../../../sim/index.ts";
import { distribution } from "../../values/distribution.ts";
import { choice, duration, fields, name, positiveDuration, share } from "../../values/units.ts";
import { ALIAS } from "../aliases/schema.ts";
import { vpcQuotas } from "../quotas/schema.ts";

const hooks = fields("hooks", () => ({
  beforeCheckpoint: distribution()
    .prefault("0s")
    .describe("Hook at the end of the Init that a snapshot is taken of; a distribution; default 0 (SNAP-6)."),
  afterRestore: distribution()
    .prefault("0s")
    .describe("Hook at the end of each Restore, billed; a distribution; default 0 (SNAP-6, SNAP-7)."),
}));

const snapshots = fields("snapStart", () => ({
  hooks: hooks.prefault({}).describe("Runtime hooks; default none (SNAP-6)."),
  billedShare: share()
    .prefault("35%")
    .describe(
      "Share of a Restore that loads the runtime, and is billed; default 35%, that of two known Restores (SNAP-7).",
    ),
  billedRestore: distribution()
    .optional()
    .describe("The same as a time, in place of billedShare; a distribution (SNAP-7)."),
  restores: choice(["daily", "burst"])
    .prefault("daily")
    .describe(
      "Whether the default of restore is of ten a day or of many at once, which are faster; default daily (SNAP-11).",
    ),
  firstRun: distribution()
    .optional()
    .describe(
      "How much longer the first run after a Restore is; a distribution; default the function's own, else by runtime " +
        "(PC-14).",
    ),
  label: choice(["Allow"])
    .optional()
    .describe(
      "Allow: an image of another base has the label com.amazonaws.lambda.feature.snapstart=Allow, or the hooks; " +
        "all but Java's are charged as Python's and .NET's, as no price names them; default none (SNAP-1, SNAP-10).",
    ),
  snapshotTime: distribution()
    .prefault("2m")
    .describe("Taking a snapshot once Init has ended; a distribution; default 2m, as reported (SNAP-4)."),
  deletedAfter: positiveDuration()
    .optional()
    .describe("A Java snapshot without an invocation for this long is deleted; default 14d (SNAP-8)."),
}));

export const snapStart = z.union([z.boolean(), snapshots]);

export const vpc = z.union([
  z.boolean(),
  fields("vpc", () => ({
    coldStartExtra: distribution()
      .prefault("0s")
      .describe("Time before Init that the VPC costs; a distribution; default 0 (LIFE-20)."),
    reclaimedAfter: positiveDuration()
      .prefault(`${FACTS.vpcIdleDays.value}d`)
      .describe("The function is Inactive without an invocation for this long; default 14d (LIFE-20)."),
    ...vpcQuotas(),
  })),
]);

export const state = fields("state", () => ({
  initial: choice(["active", "pending", "inactive", "failed"])
    .prefault("active")
    .describe("State as the run begins; only active is invoked; default active (LIFE-25)."),
  pendingFor: duration()
    .prefault("1m")
    .describe("From Pending to Active, at the start and once an Inactive function was invoked; default 1m (LIFE-20)."),
  events: choice(["refuse", "queue"])
    .prefault("refuse")
    .describe("A direct Event call that the state forbids is refused, or queued for later; default refuse (LIFE-25)."),
}));

export const update = fields("an update", () => ({
  at: duration().describe("Moment of the run, from its start; required."),
  publish: name(ALIAS).optional().describe("Alias that goes on to a version published then (SNAP-4, ADM-4)."),
  update: choice(["$LATEST"]).optional().describe("$LATEST gets new code then (LIFE-25, ADM-4)."),
  takes: duration()
    .optional()
    .describe("Pending or InProgress for this long; default Init, hook and snapshot, or 0 without SnapStart (SNAP-4)."),
  waits: z
    .boolean()
    .prefault(true)
    .describe("The alias stays until the version is Active; false: it moves at once; default true (SNAP-4)."),
}));
