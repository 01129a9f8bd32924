/** Laws of capacity: no limit is ever exceeded, nothing reserved is lent, and claims add up. */
import type { WindowResult } from "../../sim/index.ts";
import { allOf, type Law, near, same } from "./law.ts";
import { type Decision, isManaged, isStart, type Observed, Settings } from "./observed.ts";
import { stretches } from "./stretches.ts";

const tell = ({ event, limit, inUse, units, unitsInUse }: Decision): string =>
  `${event.atUs} us ${event.function}#${event.request} ${event.kind} ${event.detail}: ` +
  `on demand ${inUse} of ${limit}, provisioned ${unitsInUse} of ${units}`;

const onDemand = ({ event }: Decision): boolean => event.kind === "cold" || event.kind === "warm";
const refused =
  (cause: string) =>
  ({ event }: Decision): boolean =>
    event.kind === "throttle" && event.detail === cause;

/**
 * RES-9, CONC-14: what ran before a limit was lowered may go on above it, so the limit is asked of every admission:
 * with it, what runs is within the limit of that moment.
 */
const withinLimit = (run: Observed, ofReserved: boolean): string[] =>
  allOf(
    run.decisions.filter((one) => onDemand(one) && (one.reserved !== null) === ofReserved),
    ({ inUse, limit }) => inUse <= limit,
    tell,
  );

const LIMITS: readonly Law[] = [
  {
    title: "RES-1, RES-9, PC-9: nothing starts above its function's reservation less its provisioned units",
    breaches: (run) => withinLimit(run, true),
  },
  {
    title: "CONC-9, CONC-14: nothing starts above the unreserved pool",
    breaches: (run) => withinLimit(run, false),
  },
  {
    title: "PC-9: never more requests on provisioned units than there are units",
    breaches: (run) =>
      allOf(
        run.decisions.filter(({ event }) => event.kind === "provisioned"),
        ({ units, unitsInUse }) => unitsInUse <= units,
        tell,
      ),
  },
  {
    title: "CONC-2: never more requests in a Region than its quota, until a setting changes",
    breaches: (run) =>
      allOf(
        run.decisions.filter(({ event }) => event.atUs < (run.config.changes[0]?.at ?? Number.POSITIVE_INFINITY)),
        ({ busyInRegion, quota }) => busyInRegion <= quota,
        tell,
      ),
  },
  {
    title: "RES-5: with a reservation of 0 nothing starts",
    breaches: (run) => allOf(run.decisions, ({ event, reserved }) => reserved !== 0 || !isStart(event.kind), tell),
  },
  {
    title: "RES-2, RES-3: a reserved function is refused at its own ceiling only, the others at the shared pool only",
    breaches: (run) => [
      ...allOf(run.decisions.filter(refused("reserved-zero")), ({ reserved }) => reserved === 0, tell),
      ...allOf(
        run.decisions.filter(refused("reserved-full")),
        ({ reserved, inUse, limit }) => reserved !== null && inUse >= limit,
        tell,
      ),
      ...allOf(
        run.decisions.filter(refused("unreserved-pool-full")),
        ({ reserved, inUse, limit }) => reserved === null && inUse >= limit,
        tell,
      ),
      ...allOf(run.decisions.filter(refused("request-rate-reserved")), ({ reserved }) => reserved !== null, tell),
    ],
  },
  {
    title: "a pool downstream never holds more calls than its largest size",
    breaches: ({ config, result }) => {
      const settings = [...config.downstreams, ...config.changes.flatMap((change) => change.downstreams)];
      const most = Math.max(...settings.map(({ limit }) => (limit.kind === "pool" ? limit.size : 0)));
      return allOf(
        [result.downstreams.pool!.inUseMax],
        (inUse) => inUse <= most,
        (inUse) => `${inUse} calls at once in a pool of ${most}`,
      );
    },
  },
];

/** Units claimed outside the pool from a moment on, each stretch with its length; the last one reaches the horizon. */
function claimsOver({ config }: Observed, region: string, covers: { from: number; to: number }) {
  const settings = new Settings(config);
  const edges = [covers.from, ...config.changes.map(({ at }) => at), covers.to]
    .filter((at) => at >= covers.from && at <= covers.to)
    .sort((a, b) => a - b);
  return edges.slice(1).map((to, index) => {
    settings.advanceTo(edges[index]!);
    return { length: to - edges[index]!, claims: settings.claimed(region) };
  });
}

const ROUNDING = 0.0011;

/** MET-8: claimed = unreserved in use + reservations + provisioned units, at every moment, so in every mean too. */
function claimsAddUp(run: Observed, numbers: WindowResult, spans: readonly { from: number; to: number }[]): string[] {
  return Object.entries(numbers.regions).flatMap(([name, region]) => {
    const parts = spans.flatMap((span) => claimsOver(run, name, span));
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (length === 0) return [];
    const mean = parts.reduce((sum, part) => sum + part.claims * part.length, 0) / length;
    const managed = new Set(run.config.functions.filter(isManaged).map((settings) => settings.name));
    const busy = Object.entries(numbers.functions)
      .filter(([fn, one]) => one.region === name && !managed.has(fn))
      .reduce((sum, [, one]) => sum + one.busyMean, 0);
    return [
      ...near(`${name} claimedMean`, region.claimedMean, region.unreservedMean + mean, ROUNDING),
      ...near(`${name} concurrencyMean (MET-6)`, region.concurrencyMean, busy, ROUNDING * 3),
    ];
  });
}

const CLAIMS: readonly Law[] = [
  {
    title: "MET-8, CONC-9, CONC-10: unreserved + reserved + provisioned claims add up in every stretch of a result",
    breaches: (run) => stretches(run).flatMap(({ numbers, spans }) => claimsAddUp(run, numbers, spans)),
  },
  {
    title: "CONC-7, CONC-9: the limits in force add up to the quota at every moment they change",
    breaches: ({ config, result }) => {
      return Object.entries(result.limits.regions).flatMap(([name, entries]) =>
        entries.flatMap(({ fromMs, concurrency, unreserved }) =>
          same(`${name} at ${fromMs} ms: pool + claims`, unreserved + claimedAt(config, fromMs, name), concurrency),
        ),
      );
    },
  },
];

function claimedAt(config: Observed["config"], ms: number, region: string): number {
  const settings = new Settings(config);
  settings.advanceTo(Math.round(ms * 1000));
  return settings.claimed(region);
}

export const CAPACITY: readonly Law[] = [...LIMITS, ...CLAIMS];
