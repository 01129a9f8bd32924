/** Managed Instances in generated configs, and the laws that only they have. */
import fc from "fast-check";
import type {
  CapacityProviderConfig,
  FunctionConfig,
  FunctionResult,
  ManagedConfig,
  SimConfig,
} from "../../sim/index.ts";
import { seconds } from "../../sim/index.ts";
import { moment, pick, whole } from "./configs/parts.ts";
import { allOf, type Law, same } from "./law.ts";
import type { Attempt } from "./runs/attempts.ts";
import { isManaged } from "./settings.ts";

const bounds = fc.oneof(
  { weight: 4, arbitrary: fc.record({ min: whole(1, 3), more: whole(0, 4) }) },
  { weight: 1, arbitrary: pick({ min: 0, more: 0 }) },
);

const OWN = { name: null, maxVCpuCount: 50, targetCpu: 0.5, instanceType: null };
/** Hardly room for two functions of the least size. */
const SHARED: CapacityProviderConfig = { name: "shared", maxVCpuCount: 16, targetCpu: 0.8, instanceType: "m6i.large" };

/** One function in six, with scaling fast enough to be seen in a run of a minute. */
export const managed: fc.Arbitrary<ManagedConfig | null> = fc.oneof(
  { weight: 5, arbitrary: pick<ManagedConfig | null>(null) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        perEnvironment: whole(1, 4),
        first: bounds,
        unbounded: fc.boolean(),
        later: fc.option(fc.record({ at: whole(0, 60), bounds })),
        publishAtStart: fc.boolean(),
        cpuShare: pick(0, 0.4, 1),
        cpuThrottlesAbove: pick(1, 2, 100),
        provider: fc.oneof(pick(OWN), pick(SHARED)),
        environmentSeconds: whole(1, 20),
        targetConcurrency: pick(0.5, 0.9),
        evaluationSeconds: whole(1, 8),
        launchSeconds: whole(1, 20),
        windowSeconds: whole(1, 20),
      })
      .map((drawn) => ({
        perEnvironment: drawn.perEnvironment,
        min: drawn.first.min,
        max: drawn.unbounded && drawn.first.min > 0 ? null : drawn.first.min + drawn.first.more,
        schedules:
          drawn.later === null
            ? []
            : [
                {
                  at: [moment(drawn.later.at * 1000)],
                  min: drawn.later.bounds.min,
                  max: drawn.later.bounds.min + drawn.later.bounds.more,
                },
              ],
        publishAtStart: drawn.publishAtStart,
        vCpus: 1,
        capacityProvider: drawn.provider,
        cpuShare: drawn.cpuShare,
        cpuThrottlesAbove: drawn.cpuThrottlesAbove,
        targetConcurrency: drawn.targetConcurrency,
        evaluationPeriod: seconds(drawn.evaluationSeconds),
        launchTime: seconds(drawn.launchSeconds),
        environmentTime: seconds(Math.min(drawn.launchSeconds, drawn.environmentSeconds)),
        scaleInWindow: seconds(drawn.windowSeconds),
      })),
  },
);

/** LMI-2: with neither provisioned units nor snapshots, whichever of its versions is invoked. */
export const onManaged = (settings: FunctionConfig, of: ManagedConfig | null): FunctionConfig =>
  of === null
    ? settings
    : { ...settings, versions: settings.versions.map(({ qualifier }) => ({ ...BARE, qualifier, managed: of })) };
const BARE = { provisioned: null, restore: null };

/** All versions of a function alike. */
const managedOf = ({ versions }: FunctionConfig): ManagedConfig | undefined =>
  versions.find(({ managed: of }) => of !== undefined)?.managed;

/** Most attempts at once in one environment; ends come before starts of the same moment (ADM-3). */
function mostAtOnce(attempts: readonly Attempt[]): number {
  const edges = attempts.flatMap(({ start, end }) => [
    { at: start, change: 1 },
    { at: end ?? Number.POSITIVE_INFINITY, change: -1 },
  ]);
  let now = 0;
  let most = 0;
  for (const { change } of edges.sort((a, b) => a.at - b.at || a.change - b.change)) {
    now += change;
    most = Math.max(most, now);
  }
  return most;
}

/** Functions of a Region that share a capacity provider, and each that has its own. */
function sharing({ functions }: SimConfig): [ManagedConfig, FunctionConfig[]][] {
  const groups = new Map<string, [ManagedConfig, FunctionConfig[]]>();
  for (const settings of functions) {
    const of = managedOf(settings);
    if (of === undefined) continue;
    const { name } = of.capacityProvider;
    const key = name === null ? `function ${settings.name}` : `${settings.region} ${name}`;
    const group = groups.get(key) ?? [of, []];
    group[1].push(settings);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export const MANAGED: readonly Law[] = [
  {
    title: "LMI-4, LMI-5: a capacity provider has no more vCPUs than its limit, and instances for what it has",
    breaches: ({ config, result }) =>
      sharing(config).flatMap(([{ capacityProvider, vCpus }, functions]) => {
        const sum = (of: (one: FunctionResult) => number | null | undefined) =>
          functions.reduce((total, { name }) => total + (of(result.functions[name]!) ?? 0), 0);
        const used = sum(({ environmentsMean }) => environmentsMean) * vCpus;
        const instances = sum(({ instancesMean }) => instancesMean);
        const names = functions.map(({ name }) => name).join(" and ");
        return [
          ...(used <= capacityProvider.maxVCpuCount + 0.01 ? [] : [`${names}: ${used} vCPUs on average`]),
          // The largest instance has 4 vCPUs.
          ...(instances >= used / 4 - 0.01 ? [] : [`${names}: ${instances} instances for ${used} vCPUs`]),
        ];
      }),
  },
  {
    title: "LMI-1, LMI-8: all versions of a function together never serve more at once than their workers",
    breaches: ({ config, result, attempts }) =>
      config.functions.flatMap((settings) => {
        const of = managedOf(settings);
        // What ran in the warm-up is in the log, the environments of it are in no number.
        if (of === undefined || config.ignore > 0) return [];
        const own = attempts.filter((attempt) => attempt.function === settings.name);
        const most = result.functions[settings.name]!.environmentsMax * of.perEnvironment;
        return allOf(
          [mostAtOnce(own.filter(({ start, end }) => start !== end))],
          (atOnce) => atOnce <= most,
          (atOnce) => `${settings.name}: ${atOnce} at once on ${most} workers`,
        );
      }),
  },
  {
    title: "LMI-2, LMI-4: on Managed Instances nothing starts cold or spills over, and nothing is billed by time",
    breaches: ({ config, result }) =>
      config.functions.filter(isManaged).flatMap(({ name }) => {
        const { coldStartsCount, spilloverCount, billedMsSum, initMsSamples } = result.functions[name]!;
        return same(
          `${name}: cold + spilled + billed`,
          coldStartsCount + spilloverCount + billedMsSum + initMsSamples,
          0,
        );
      }),
  },
  {
    title: "LMI-4, LMI-7: environments never fall below the smallest minimum of each version",
    breaches: ({ config, result }) =>
      config.functions.flatMap((settings) => {
        const of = managedOf(settings);
        if (of === undefined || of.publishAtStart || of.capacityProvider.name !== null) return [];
        const least = settings.versions.length * Math.min(of.min, ...of.schedules.map(({ min }) => min));
        const found = result.functions[settings.name]!.environmentsMin;
        return found >= least ? [] : [`${settings.name}: ${found} environments, at least ${least} wanted`];
      }),
  },
];
