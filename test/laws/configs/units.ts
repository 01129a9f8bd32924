/** Provisioned units of generated configs: still ones, some that only come, and some that come and go. */
import fc from "fast-check";
import {
  type AutoscaleConfig,
  type FunctionConfig,
  type ProvisionedConfig,
  type ScheduledScaling,
  seconds,
} from "../../../sim/index.ts";
import { moment, pick, whole } from "./parts.ts";

/** Of the settings that have units: how their number may change. */
const motion = fc.oneof(
  { weight: 3, arbitrary: pick<"still" | "growing" | "free">("still") },
  { weight: 1, arbitrary: pick<"still" | "growing" | "free">("growing") },
  { weight: 3, arbitrary: pick<"still" | "growing" | "free">("free") },
);

const policy = fc.record({
  target: pick(0.5, 0.9, 0.1),
  highPoints: whole(1, 3),
  lowPoints: whole(1, 3),
  statistic: pick<AutoscaleConfig["statistic"]>("average", "maximum"),
  scaleInCooldown: pick(0, 70).map(seconds),
  scaleOutCooldown: pick(0, 70).map(seconds),
});

/** As shares of the run and of the most units. */
const schedule = fc.record({
  at: fc.uniqueArray(whole(0, 1100), { minLength: 1, maxLength: 2 }),
  min: fc.option(pick(0, 0.5, 1)),
  max: fc.option(pick(1, 0.5)),
});

export const scaling = fc.record({
  motion,
  /** PC-7: the smallest share lets the result tell every request for units, and spoils none. */
  initErrors: pick(0, 1e-12, 0.02, 0.5),
  policies: fc.array(policy, { maxLength: 2 }),
  schedules: fc.array(schedule, { maxLength: 2 }),
  first: pick(1, 0.5, 0),
  least: pick(0, 0.5),
  /** PC-2, PC-3: policies and schedules may name bounds above every limit. */
  beyond: fc.oneof({ weight: 5, arbitrary: pick(0) }, { weight: 1, arbitrary: whole(1, 60) }),
});
export type Scaling = typeof scaling extends fc.Arbitrary<infer T> ? T : never;

const STILL = { allocateAtStart: false, initErrors: 0, autoscale: null, schedules: [] };

/** What has `most` units at most, unless its bounds are beyond; null for none. */
export function provisionedOf(most: number, drawn: Scaling, horizonMs: number): ProvisionedConfig | null {
  if (most === 0) return null;
  const { initErrors } = drawn;
  if (drawn.motion === "still") return { ...STILL, count: most };
  if (drawn.motion === "growing") return { ...STILL, count: most, initErrors, allocateAtStart: true };
  const bounds = { min: Math.floor(most * drawn.least), max: most + drawn.beyond };
  const policies = drawn.policies.map((one): AutoscaleConfig => ({ ...one, ...bounds }));
  const schedules = drawn.schedules
    .filter(({ min, max }) => min !== null || max !== null)
    .map((one) => scheduleOf(one, bounds.max, horizonMs));
  const scales = policies.length + schedules.length > 0;
  return {
    count: Math.max(scales ? 0 : 1, Math.floor(most * drawn.first)),
    allocateAtStart: drawn.least > 0,
    initErrors,
    autoscale: policies.length === 0 ? null : policies.length === 1 ? policies[0]! : policies,
    schedules,
  };
}

function scheduleOf({ at, min, max }: Scaling["schedules"][number], most: number, horizonMs: number): ScheduledScaling {
  const least = min === null ? null : Math.floor(most * min);
  return {
    at: at.sort((a, b) => a - b).map((share) => moment((horizonMs * share) / 1000)),
    min: least,
    max: max === null ? null : Math.max(least ?? 0, Math.ceil(most * max)),
  };
}

const withCount = (own: ProvisionedConfig | null, count: number): ProvisionedConfig | null =>
  own === null ? null : { ...own, count };

/** From a moment on, the first holder of units asks for so many; those that stay still do not. */
export function recounted(settings: FunctionConfig, drawn: Scaling, most: (now: number) => number): FunctionConfig {
  if (drawn.motion === "still") return settings;
  const { versions, aliases = [] } = settings;
  const holder = [...versions, ...aliases].find(({ provisioned }) => provisioned !== null);
  if (holder === undefined) return settings;
  const now = holder.provisioned!.count;
  const count = drawn.motion === "growing" ? Math.max(now, most(now)) : Math.max(1, most(now));
  const counted = <T extends { readonly provisioned: ProvisionedConfig | null }>(one: T): T =>
    one.provisioned === holder.provisioned ? { ...one, provisioned: withCount(one.provisioned, count) } : one;
  return {
    ...settings,
    versions: versions.map(counted),
    ...(settings.aliases === undefined ? {} : { aliases: aliases.map(counted) }),
  };
}
