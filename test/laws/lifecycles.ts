/** States, updates and SnapStart of functions: arbitrary ones, and what they must not break. */
import fc from "fast-check";
import {
  type FunctionConfig,
  type LifecycleConfig,
  milliseconds,
  type SnapStartConfig,
  seconds,
  type TraceEvent,
} from "../../sim/index.ts";
import { constant } from "../helpers/config.ts";
import { moment, pick, time, whole } from "./configs/parts.ts";
import type { Scaling } from "./configs/units.ts";
import { cameAt } from "./environments.ts";
import { handedTo } from "./handing.ts";
import { allOf, type Law, same, sum } from "./law.ts";
import { isStart, namesEnvironments } from "./runs/attempts.ts";
import { eventsOf } from "./runs/log.ts";
import type { Observed } from "./runs/observed.ts";
import { stretches } from "./runs/stretches.ts";
import { us } from "./runs/units-over-time.ts";
import { historyOf, holdersOf, unitsMayEnd, unitsOf, versionsInvoked } from "./settings.ts";

export interface Life {
  readonly lifecycle: LifecycleConfig | null;
  readonly snapStart: SnapStartConfig | null;
}

const lifecycle: fc.Arbitrary<LifecycleConfig> = fc.record({
  initial: pick<LifecycleConfig["initial"]>("active", "active", "pending", "inactive", "failed"),
  pendingFor: whole(0, 20).map(seconds),
  vpc: pick(null, null, { reclaimedAfter: seconds(3), coldStartExtra: constant(40) }),
  events: pick<LifecycleConfig["events"]>("refuse", "queue"),
  updates: fc
    .array(
      fc.record({
        at: whole(0, 60_000).map(moment),
        qualifier: pick("$LATEST", "live"),
        takes: fc.option(whole(0, 9000).map(milliseconds)),
        waits: fc.boolean(),
      }),
      { maxLength: 3 },
    )
    .map((all) =>
      all.map((one) => (one.qualifier === "live" ? one : { ...one, waits: true })).sort((a, b) => a.at - b.at),
    ),
});

const snapStart: fc.Arbitrary<SnapStartConfig> = fc.record({
  beforeCheckpoint: time(0, 500),
  afterRestore: fc.oneof({ weight: 4, arbitrary: time(0, 300) }, { weight: 1, arbitrary: time(9000, 11_000) }),
  billedRestore: fc.oneof(
    pick(0, 0.27, 1).map((share) => ({ share })),
    time(0, 600).map((law) => ({ law })),
  ),
  snapshot: time(0, 4000),
  deletedAfter: fc.option(whole(1, 20).map(seconds)),
});

/** Mostly none. */
export const life: fc.Arbitrary<Life> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Life>({ lifecycle: null, snapStart: null }) },
  { weight: 1, arbitrary: fc.record({ lifecycle: fc.option(lifecycle), snapStart: fc.option(snapStart) }) },
);

/**
 * Provisioned units move with their alias, so those that are to stay still are not deployed. Aliases that name their
 * versions are not published to.
 */
export const lived = (
  settings: FunctionConfig,
  { lifecycle: own, snapStart: snapshots }: Life,
  motion: Scaling["motion"],
): FunctionConfig =>
  settings.aliases !== undefined || (motion === "still" && unitsOf(settings) > 0)
    ? settings
    : { ...settings, lifecycle: own === null ? null : activeWithUnits(settings, own), snapStart: snapshots };

/** LIFE-25: units need a function that is Active. */
const activeWithUnits = (settings: FunctionConfig, own: LifecycleConfig): LifecycleConfig =>
  holdersOf(settings).length > 0 ? { ...own, initial: "active" } : own;

const tally = (events: readonly TraceEvent[], kind: TraceEvent["kind"], detail?: string): number =>
  events.filter((event) => event.kind === kind && (detail === undefined || event.detail === detail)).length;

/** A Restore that takes too long is a refusal and an error at once (SNAP-5). */
function refusals(run: Observed): string[] {
  const counted = stretches(run).flatMap(({ numbers, covers }) =>
    Object.entries(numbers.functions).flatMap(([fn, { refusedCount = 0, refusals: kinds = [] }]) => {
      const events = eventsOf(run.events, fn).filter(({ atUs }) => covers(atUs));
      const told = tally(events, "refuse") + tally(events, "end", "restore-timeout");
      return [
        ...same(`${fn} refused`, refusedCount, told),
        ...same(`${fn} refused, by kind`, sum(kinds.map(({ count }) => count)), told),
      ];
    }),
  );
  const drawn = Object.entries(run.result.series.functions).flatMap(([fn, { refused = [] }]) => {
    const own = eventsOf(run.events, fn);
    return same(`${fn} series.refused`, sum(refused), tally(own, "refuse") + tally(own, "end", "restore-timeout"));
  });
  return [...counted, ...drawn];
}

function callers(run: Observed): string[] {
  const { config, result, events } = run;
  if (config.ignore > 0) return [];
  return config.functions.flatMap(({ name: fn }) => {
    const entries = config.traffic.filter((entry) => entry.function === fn);
    const all = [...entries.map(({ name }) => result.traffic[name]!), ...handedTo(run, result, fn)];
    const refused = sum(all.map(({ refusedCount }) => refusedCount ?? 0));
    const own = eventsOf(events, fn);
    return same(`${fn} given up after a refusal`, refused, tally(own, "answer", "refused"));
  });
}

/** Moments from which environments of the code before may start nothing any more, where the config says when. */
function replacedAt(run: Observed, fn: string): number[] {
  const { config } = run;
  const [qualifier, other] = [...versionsInvoked(config, fn)];
  const settings = config.functions.find(({ name }) => name === fn)!;
  const version = settings.versions.find((one) => one.qualifier === qualifier);
  const restores = settings.snapStart !== null && version?.restore !== null;
  if (qualifier === undefined || other !== undefined || settings.lifecycle === null) return [];
  if (historyOf(config, fn).some((one) => holdersOf(one).length > 0)) return toldAt(run, fn, qualifier);
  return settings.lifecycle.updates
    .filter((update) => update.qualifier === qualifier && (update.takes !== null || !restores || !update.waits))
    .map(({ at, takes, waits }) => at + (waits ? (takes ?? 0) : 0))
    .filter((at) => at < config.horizon);
}

/** PC-15: with units the old code serves until those of the new one have come, of which the run tells. */
const toldAt = ({ result }: Observed, fn: string, qualifier: string): number[] =>
  result.events
    .filter(({ kind, subject }) => kind === "deployment" && subject === fn)
    .filter(({ detail }) => detail === `${qualifier}: new code serves: its environments start cold`)
    .map(({ atMs }) => us(atMs));

/** Not where numbers of environments are given again: then the first start under a number may be another one's. */
function oldCode(run: Observed): string[] {
  if (unitsMayEnd(run.config) && !namesEnvironments(run.events)) return [];
  return run.config.functions.flatMap(({ name: fn }) => {
    const own = run.attempts.filter((attempt) => attempt.function === fn);
    const starts = eventsOf(run.events, fn).filter((event) => isStart(event.kind));
    const made = (environment: number) => starts.find((event) => event.environment === environment)!.atUs;
    return replacedAt(run, fn).flatMap((at) =>
      allOf(
        own.filter((attempt) => cameAt(attempt) >= at),
        ({ environment }) => made(environment) >= at,
        ({ request }) => `${fn}#${request} runs code that was replaced at ${at} us`,
      ),
    );
  });
}

const asleep = ({ config, events }: Observed): string[] =>
  config.functions.flatMap(({ name: fn, lifecycle: own }) => {
    const until = own?.initial === "pending" ? own.pendingFor : 0;
    const early = eventsOf(events, fn).filter((event) => isStart(event.kind) && event.atUs < until);
    return early.map(({ atUs }) => `${fn} starts at ${atUs} us, and is Pending until ${until}`);
  });

export const LIFECYCLES: readonly Law[] = [
  {
    title: "ERR-5, LIFE-25: refusals by state are what the log counts, in every stretch and in the series",
    breaches: refusals,
  },
  { title: "SDK-8: callers that gave up after such a refusal are what the log counts", breaches: callers },
  { title: "ADM-4: nothing starts in an environment whose code has been replaced", breaches: oldCode },
  { title: "LIFE-25: nothing starts while a function is Pending from the start", breaches: asleep },
];
