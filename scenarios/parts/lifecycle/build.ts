/** Snapshots, states, VPC and updates of a function as SimConfig has them. */

import type { SnapStartConfig, UpdateConfig } from "../../../sim/index.ts";
import { FACTS, type Instant, type LifecycleConfig, seconds } from "../../../sim/index.ts";
import type { Path } from "../../text/tree.ts";
import type { Law } from "../building.ts";
import { measuredRestore } from "../function/cold-start.ts";
import type { FunctionSpec } from "../function/schema.ts";
import { losesSnapshots } from "./runtimes.ts";
import { snapStart, state, vpc } from "./schema.ts";

const DAY_SECONDS = 86_400;

/** The fields of a form, also where `true` stands for their defaults. */
const given = <T>(value: boolean | T, defaults: () => boolean | T): T | null => {
  const whole = value === true ? defaults() : value;
  return typeof whole === "boolean" ? null : whole;
};

export function snapStartOf(path: Path, spec: FunctionSpec, law: Law): SnapStartConfig | null {
  const own = given(spec.snapStart, () => snapStart.parse({}));
  if (own === null) return null;
  const at = [...path, "snapStart"];
  const { hooks, billedShare, billedRestore, snapshotTime } = own;
  const days = seconds(FACTS.snapshotIdleDays.value * DAY_SECONDS);
  return {
    beforeCheckpoint: law([...at, "hooks", "beforeCheckpoint"], hooks.beforeCheckpoint),
    afterRestore: law([...at, "hooks", "afterRestore"], hooks.afterRestore),
    billedRestore:
      billedRestore === undefined ? { share: billedShare } : { law: law([...at, "billedRestore"], billedRestore) },
    snapshot: law([...at, "snapshotTime"], snapshotTime),
    ...restoreBasisOf(spec),
    deletedAfter: losesSnapshots(spec.runtime) ? (own.deletedAfter ?? days) : null,
    // SNAP-10: Java's are free.
    ...(losesSnapshots(spec.runtime) ? {} : { charged: true }),
  };
}

/** What the default of a Restore rests on. */
function restoreBasisOf(spec: FunctionSpec): Pick<SnapStartConfig, "restoreBasis"> {
  const measured = spec.restore === undefined ? measuredRestore(spec) : null;
  return measured === null ? {} : { restoreBasis: measured.basis };
}

/** Null where nothing is said about the function's life. */
export function lifecycleOf(path: Path, spec: FunctionSpec, law: Law): LifecycleConfig | null {
  const own = given(spec.vpc, () => vpc.parse({}));
  if (own === null && spec.state === undefined && spec.updates.length === 0) return null;
  const { initial, pendingFor, events } = spec.state ?? state.parse({});
  return {
    initial,
    pendingFor,
    vpc:
      own === null
        ? null
        : {
            reclaimedAfter: own.reclaimedAfter,
            coldStartExtra: law([...path, "vpc", "coldStartExtra"], own.coldStartExtra),
          },
    events,
    updates: updatesOf(spec),
  };
}

/** In order of time; of the same moment, in that of the file. */
function updatesOf({ updates }: FunctionSpec): UpdateConfig[] {
  const all = updates.map(({ at, publish, takes, waits }): UpdateConfig => {
    return { at: at as number as Instant, qualifier: publish ?? "$LATEST", takes: takes ?? null, waits };
  });
  return all.sort((a, b) => a.at - b.at);
}
