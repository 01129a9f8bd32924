/** Laws of a result's numbers: totals, series, metrics and log agree, and a run is the same however it is run. */
import type { FunctionResult, TraceEvent, WindowResult } from "../../sim/index.ts";
import { allOf, type Law, same, sum } from "./law.ts";
import { isStart } from "./runs/attempts.ts";
import { frees } from "./runs/leaving.ts";
import { eventsOf } from "./runs/log.ts";
import type { Observed } from "./runs/observed.ts";
import { stretches } from "./runs/stretches.ts";
import { historyOf, holdersOf, versionsInvoked } from "./settings.ts";

type Numbers = Readonly<Record<string, unknown>>;

/** Every measured time of a result under its own name: `checkout latencyMs`. */
function timesOf(window: WindowResult): { name: string; of: Numbers; time: string }[] {
  const handed = [window.calls ?? {}, window.sends ?? {}];
  const groups = [window.functions, window.traffic, window.sources, window.downstreams, ...handed] as const;
  return groups.flatMap((group) =>
    Object.entries(group).flatMap(([owner, one]) =>
      Object.keys(one.histograms).map((time) => ({ name: `${owner} ${time}`, of: one as unknown as Numbers, time })),
    ),
  );
}

function ordered({ of, time }: { of: Numbers; time: string }): boolean {
  const values = ["Min", "P50", "P95", "P99", "Max"].map((part) => of[`${time}${part}`] as number | null);
  const histogram = (of.histograms as Record<string, [number, number][]>)[time]!;
  const mean = of[`${time}Mean`] as number | null;
  const samples = of[`${time}Samples`] as number;
  if (samples !== sum(histogram.map(([, samples]) => samples))) return false;
  if (samples === 0) return mean === null && values.every((value) => value === null);
  const rising = values.every((value, at) => value !== null && (at === 0 || values[at - 1]! <= value));
  return rising && values[0]! <= mean! && mean! <= values[4]!;
}

const GAUGES = ["busy", "environments", "warm", "asyncDepth"] as const;
const gaugeHolds = (one: FunctionResult, gauge: (typeof GAUGES)[number]): boolean =>
  one[`${gauge}Min`] >= 0 &&
  one[`${gauge}Min`] <= one[`${gauge}Mean`] &&
  one[`${gauge}Mean`] <= one[`${gauge}Max`] &&
  one[`${gauge}Last`] <= one[`${gauge}Max`];

const left = (fn: string, one: FunctionResult): string[] =>
  same(`${fn} environments left`, one.environmentsLast, one.environmentsCreatedCount - one.environmentsEndedCount);

const tally = (events: readonly TraceEvent[], holds: (event: TraceEvent) => boolean): number =>
  events.filter(holds).length;
/** LIFE-8: with extensions it is over, and known how it went, when they are done. */
const isError =
  ({ config }: Observed) =>
  (event: TraceEvent): boolean =>
    frees(config, event) && event.detail !== "success" && event.detail !== "suspended";

/** Totals of each function over each stretch against the log. */
function totals(run: Observed): string[] {
  return stretches(run).flatMap(({ numbers, covers }) =>
    Object.entries(numbers.functions).flatMap(([fn, one]) => {
      const events = eventsOf(run.events, fn).filter(({ atUs }) => covers(atUs));
      const kind = (wanted: TraceEvent["kind"]) => tally(events, (event) => event.kind === wanted);
      return [
        ...same(
          `${fn} invocations`,
          one.invocationsCount,
          tally(events, (event) => isStart(event.kind)),
        ),
        ...same(`${fn} throttles`, one.throttlesCount, kind("throttle")),
        ...same(`${fn} throttles by cause`, sum(one.throttles.map(({ count }) => count)), kind("throttle")),
        ...same(`${fn} cold starts`, one.coldStartsCount, kind("cold")),
        ...same(`${fn} on provisioned units`, one.provisionedInvocationsCount, kind("provisioned")),
        ...same(`${fn} errors`, one.errorsCount, tally(events, isError(run))),
        ...same(
          `${fn} timeouts`,
          one.timeoutsCount,
          tally(events, (event) => isError(run)(event) && event.detail === "timeout"),
        ),
        ...same(`${fn} requests`, one.requestsCount, one.invocationsCount + one.throttlesCount),
      ];
    }),
  );
}

/** Series and CloudWatch metrics cover the whole run, warm-up included. */
function sums(run: Observed): string[] {
  const { events, result } = run;
  return Object.entries(result.series.functions).flatMap(([fn, series]) => {
    const own = eventsOf(events, fn);
    const metrics = result.metrics.functions[fn]!["AWS/Lambda"];
    const starts = tally(own, (event) => isStart(event.kind));
    const throttles = tally(own, (event) => event.kind === "throttle");
    return [
      ...same(`${fn} series.requests`, sum(series.requests), starts + throttles),
      ...same(`${fn} series.throttles`, sum(series.throttles), throttles),
      ...same(`${fn} series.throttlesByCause`, sum(Object.values(series.throttlesByCause).flat()), throttles),
      ...same(
        `${fn} series.coldStarts`,
        sum(series.coldStarts),
        tally(own, (event) => event.kind === "cold"),
      ),
      ...same(`${fn} series.errors`, sum(series.errors), tally(own, isError(run))),
      ...same(`${fn} series.spillover`, sum(series.spillover), sum(metrics.ProvisionedConcurrencySpilloverInvocations)),
      ...same(`${fn} Invocations`, sum(metrics.Invocations), starts),
      ...same(`${fn} Throttles`, sum(metrics.Throttles), throttles),
      ...same(`${fn} Errors`, sum(metrics.Errors), tally(own, isError(run))),
      ...same(
        `${fn} AsyncEventsReceived`,
        sum(metrics.AsyncEventsReceived),
        tally(own, (e) => e.kind === "enqueue"),
      ),
    ];
  });
}

/** Versions on which a request beside the units is a spill-over: they have READY ones, or an alias that has some. */
function servedVersions({ config }: Observed, fn: string): Set<string> {
  const holders = historyOf(config, fn).flatMap(holdersOf);
  const versions = holders.flatMap(({ qualifier, alias }) =>
    alias === null ? [qualifier] : [alias.version, alias.additional?.version ?? alias.version],
  );
  return new Set(versions);
}

/** Runs on demand while the function had READY units; fewer at least than at most where units ended at that moment. */
function besideUnits({ decisions }: Observed, fn: string, covers: (at: number) => boolean) {
  const own = decisions.filter(
    ({ event }) => event.function === fn && (event.kind === "cold" || event.kind === "warm") && covers(event.atUs),
  );
  return {
    least: own.filter(({ units }) => units > 0).length,
    most: own.filter(({ units, endedNow }) => units + endedNow > 0).length,
  };
}

/**
 * MET-12 is counted where the qualifier has READY units. Exactly so where all that is invoked has them together: one
 * version, or those of one alias; else it is between none and all.
 */
function spillover(run: Observed): string[] {
  return stretches(run).flatMap(({ numbers, covers }) =>
    Object.entries(numbers.functions).flatMap(([fn, { spilloverCount }]) => {
      const invoked = versionsInvoked(run.config, fn);
      const served = servedVersions(run, fn);
      const { least, most } = besideUnits(run, fn, covers);
      const exact = isOneHolder(run, fn) && [...invoked].every((version) => served.has(version));
      return allOf(
        [spilloverCount],
        (count) => count <= (served.size === 0 ? 0 : most) && (!exact || count >= least),
        (count) => `${fn}: ${count} spilled over, ${least} to ${most} ran beside its units`,
      );
    }),
  );
}

/** One version by itself, or one alias that never changes its versions. */
function isOneHolder({ config }: Observed, fn: string): boolean {
  const holders = historyOf(config, fn).flatMap(holdersOf);
  const texts = holders.map(({ qualifier, alias }) => `${qualifier} ${alias?.version} ${alias?.additional?.version}`);
  return new Set(texts).size === 1;
}

export const MEASURES: readonly Law[] = [
  { title: "MET-1 to MET-3: totals are what the log counts, in every stretch", breaches: totals },
  { title: "MET-1 to MET-3, MET-13: the sums of series and metrics are what the log counts", breaches: sums },
  {
    title: "MET-11 + MET-12 = invocations of a qualifier while it has READY units: beside them all spills over",
    breaches: spillover,
  },
  {
    title: "percentiles are ordered, the mean lies between, and histograms hold every sample",
    breaches: (run) =>
      stretches(run).flatMap(({ numbers }) =>
        allOf(timesOf(numbers), ordered, ({ name }) => `${name} is out of order`),
      ),
  },
  {
    title: "no gauge is negative or above its own maximum; environments made less environments ended are left",
    breaches: (run) =>
      stretches(run).flatMap(({ numbers }) =>
        Object.entries(numbers.functions).flatMap(([fn, one]) =>
          allOf(
            GAUGES,
            (gauge) => gaugeHolds(one, gauge),
            (gauge) => `${fn} ${gauge} is out of its bounds`,
          ).concat(run.config.ignore === 0 && numbers === run.result ? left(fn, one) : []),
        ),
      ),
  },
  {
    title: "the log never goes back in time",
    breaches: ({ events }) =>
      events.flatMap(({ atUs }, at) => (at > 0 && atUs < events[at - 1]!.atUs ? [`${atUs} us comes too late`] : [])),
  },
  {
    title: "slices, snapshots and a listener change nothing: the same digest",
    breaches: (run) =>
      run.turnedDigest() === run.result.digest ? [] : same("digest", run.result.digest, run.plainDigest()),
  },
  {
    title: "the order of declaration decides nothing: the same digest",
    breaches: (run) =>
      run.turnedDigest() === run.result.digest ? [] : same("digest", run.turnedDigest(), run.plainDigest()),
  },
];
