/** What a result assumes about SnapStart, updates and states of functions: listed only where it is in force. */
import type { SimConfig } from "../../config.ts";
import type { LifecycleConfig, SnapStartConfig } from "../../function-kinds.ts";
import { lawTold } from "../../kernel/distribution.ts";
import { NEVER, toMs } from "../../kernel/time.ts";
import type { Assumption } from "../../result.ts";
import { byName } from "./functions.ts";

/** MOD: without a snapshot nothing is made ready when a version is published. */
const AT_ONCE: Assumption = { policy: "updates.takes", value: "0ms", rule: "SNAP-4" };

/** By function, in name order. */
export const lifecycleAssumptions = ({ functions, horizon }: SimConfig): Assumption[] =>
  [...functions].sort(byName).flatMap(({ name, snapStart, lifecycle, versions }) => {
    const restores = snapStart !== null && versions.some(({ restore }) => restore !== null);
    const snapshots = (lifecycle?.updates.length ?? 0) > 0 || (snapStart?.deletedAfter ?? NEVER) < horizon;
    const own = [
      ...(restores ? restoring(snapStart) : []),
      ...(restores && snapshots
        ? [{ policy: "snapshotTime", value: lawTold(snapStart.snapshot), rule: "SNAP-4" }]
        : []),
      ...(lifecycle === null ? [] : ofLifecycle(lifecycle)),
      ...(lifecycle?.updates.some(({ takes }) => takes === null) && !restores ? [AT_ONCE] : []),
    ];
    return own.map(({ policy, ...rest }) => ({ policy: `${name}.${policy}`, ...rest }));
  });

function restoring({ billedRestore, restoreBasis }: SnapStartConfig): Assumption[] {
  const part =
    "share" in billedRestore ? `${Math.round(billedRestore.share * 10_000) / 100}%` : lawTold(billedRestore.law);
  return [
    ...(restoreBasis === undefined ? [] : [{ policy: "restore", value: restoreBasis, rule: "SNAP-5" }]),
    { policy: "billedRestore", value: part, rule: "SNAP-7" },
  ];
}

function ofLifecycle({ initial, pendingFor, vpc, events, updates }: LifecycleConfig): Assumption[] {
  const pends = initial === "pending" || initial === "inactive" || vpc !== null;
  const refuses = pends || initial === "failed" || updates.some(({ waits }) => !waits);
  return [
    ...(pends ? [{ policy: "pendingFor", value: `${toMs(pendingFor)}ms`, rule: "LIFE-25" }] : []),
    ...(refuses ? [{ policy: "refusedEvents", value: events, rule: "LIFE-25" }] : []),
    ...(vpc === null ? [] : [{ policy: "vpc.coldStartExtra", value: lawTold(vpc.coldStartExtra), rule: "LIFE-20" }]),
  ];
}
