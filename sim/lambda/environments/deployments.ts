/** Deployments during a run: a version is published and its alias goes on to it, or $LATEST gets new code. */

import type { SimConfig } from "../../config.ts";
import type { Parts } from "../../core/host/parts.ts";
import type { UpdateConfig } from "../../function-kinds.ts";
import { after, type Duration, type Instant, toMs } from "../../kernel/time.ts";
import type { Clock } from "../../kernel/timers.ts";
import type { Recorder } from "../../measure/recorders/recorder.ts";
import { rounded } from "../../measure/tables/rounding.ts";
import { Rank } from "../../vocabulary/ranks.ts";
import { StateRefusal } from "../../vocabulary/state-refusals.ts";
import type { Functions } from "../front/functions.ts";
import type { FunctionStates } from "../front/states.ts";
import type { Provisioning } from "../provisioned/provisioned.ts";
import type { StartTimes } from "./start-times.ts";

interface Owners extends Clock {
  readonly functions: Functions;
  readonly parts: Parts;
  readonly provisioning: Provisioning;
  readonly startTimes: StartTimes;
  /** Null when every function is Active for the whole run. */
  readonly states: FunctionStates | null;
  readonly recorder: Recorder;
}

/** The states at the start, and every update at its moment. */
export function beginLifecycles(owners: Owners, config: SimConfig): void {
  owners.states?.begin();
  for (const { lifecycle, name } of owners.functions.settings) {
    for (const update of lifecycle?.updates ?? []) {
      const version = owners.functions.versionIndex(name, update.qualifier);
      if (update.at >= config.horizon) continue;
      owners.timer(update.at, Rank.Change, (now) => begin(owners, now, version, update));
    }
  }
}

/**
 * SNAP-4: a new version is Pending while its Init runs and the snapshot is taken. LIFE-25: meanwhile old code serves,
 * unless the alias has not waited for it, and has no units that keep it.
 */
function begin(owners: Owners, now: Instant, version: number, update: UpdateConfig): void {
  const { qualifier } = update;
  const time = update.takes ?? owners.startTimes.snapshotTime(version);
  const waits = update.waits || owners.provisioning.hasUnits(version);
  const published = qualifier !== "$LATEST";
  if (published) owners.recorder.usage.published(now, owners.recorder.segment, version);
  if (time === 0 || !waits) replace(owners, now, version);
  if (time === 0) return;
  note(
    owners,
    now,
    version,
    `${published ? "version published, Pending" : "update InProgress"} for ${inSeconds(time)}`,
  );
  const ready = after(now, time);
  if (waits) owners.timer(ready, Rank.Change, (then) => replace(owners, then, version));
  else owners.states?.block(version, StateRefusal.VersionPending, ready);
}

/** ADM-4: new requests start cold; environments of the old code end, busy ones after their request. */
function replace(owners: Owners, now: Instant, version: number): void {
  const { door, core, versions } = owners.parts;
  owners.provisioning.replace(now, version, (then) => {
    door.replaceCode(core, versions[version]!, then);
    owners.startTimes.newSnapshot(version);
    owners.states?.renew(then, version);
    note(owners, then, version, "new code serves: its environments start cold");
  });
}

const inSeconds = (time: Duration): string => `${rounded(toMs(time)) / 1000} s`;

function note(owners: Owners, now: Instant, version: number, what: string): void {
  const { functions, recorder } = owners;
  recorder.states.note(now, functions.ofVersion(version), `${functions.qualifierOf(version)}: ${what}`, "ADM-4");
}
