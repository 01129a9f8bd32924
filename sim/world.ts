/** What the rare parts of the model may ask or tell: the owners of state, the core, and a way to act later. */
import type { Parts } from "./core/host/parts.ts";
import type { Instant } from "./kernel/time.ts";
import type { Account } from "./lambda/account.ts";
import type { Aliases } from "./lambda/aliases.ts";
import type { Allocations } from "./lambda/allocations.ts";
import type { Functions } from "./lambda/functions.ts";
import type { ProvisionedUnits } from "./lambda/provisioned-units.ts";
import type { StartTimes } from "./lambda/start-times.ts";
import type { FunctionStates } from "./lambda/states.ts";
import type { Recorder } from "./measure/recorder.ts";
import type { Tracer } from "./measure/tracer.ts";

export interface World {
  readonly functions: Functions;
  readonly aliases: Aliases;
  readonly account: Account;
  readonly units: ProvisionedUnits;
  readonly allocations: Allocations;
  /** What happens to every request. */
  readonly parts: Parts;
  readonly startTimes: StartTimes;
  /** Null when every function is Active for the whole run. */
  readonly states: FunctionStates | null;
  readonly recorder: Recorder;
  /** Null unless somebody listens. */
  readonly tracer: Tracer | null;
  /** Settings or provisioned units have changed: every limit is read anew, and noted. */
  limitsChanged(now: Instant): void;
  /** Aliases may route in another way. */
  routesChanged(): void;
  /** Rare events. */
  timer(at: Instant, rank: number, run: (now: Instant) => void): void;
}
