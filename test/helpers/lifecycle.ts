/** Literals for the life of a function: states and updates, the plainest value for what a test does not name. */
import { type LifecycleConfig, seconds, type UpdateConfig } from "../../sim/index.ts";
import { atSecond } from "../sim/kit.ts";

export const lifecycle = (given: Partial<LifecycleConfig> = {}): LifecycleConfig => ({
  initial: "active",
  pendingFor: seconds(10),
  vpc: null,
  events: "refuse",
  updates: [],
  ...given,
});

/** At this second, for so many seconds; without them for as long as Init, hook and snapshot take. */
export const update = (at: number, takes: number | null, given: Partial<UpdateConfig> = {}): UpdateConfig => ({
  at: atSecond(at),
  qualifier: "$LATEST",
  takes: takes === null ? null : seconds(takes),
  waits: true,
  ...given,
});
