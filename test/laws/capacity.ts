/** Laws of capacity: no limit is ever exceeded, nothing reserved is lent, and claims add up. */
import type { WindowResult } from "../../sim/index.ts";
import { allOf, type Law, near, same } from "./law.ts";
import { type Decision, isStart } from "./runs/attempts.ts";
import type { Observed } from "./runs/observed.ts";
import { stretches } from "./runs/stretches.ts";
import { InForce, limitsOver, regionLimitsOver, type Step, totalOf, us } from "./runs/units-over-time.ts";
import { isManaged, Settings } from "./settings.ts";

const tell = ({ event, limit, inUse, units, unitsInUse }: Decision): string =>
  `${event.function}: ${event.atUs} us #${event.request} ${event.kind} ${event.detail}, ` +
  `on demand ${inUse} of ${limit}, provisioned ${unitsInUse} of ${units}`;

const onDemand = ({ event }: Decision): boolean => event.kind === "cold" || event.kind === "warm";
const refused =
  (cause: string) =>
  ({ event }: Decision): boolean =>
    event.kind === "throttle" && event.detail === cause;

/**
 * RES-9, CONC-14: what ran before a limit was lowered may go on above it, so every limit is asked of every admission:
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
    title: "RES-9, PC-9: nothing starts on demand above its function's reservation less its READY units",
    breaches: (run) => withinLimit(run, true),
  },
  {
    title: "CONC-9, CONC-14: nothing starts above the unreserved pool",
    breaches: (run) => withinLimit(run, false),
  },
  {
    title: "RES-1, RES-9: nothing starts above its function's reservation, on units or not",
    breaches: (run) =>
      allOf(
        run.decisions.filter(({ event, held }) => held && isStart(event.kind)),
        ({ reserved, inUse, unitsInUse }) => reserved === null || inUse + unitsInUse <= reserved,
        tell,
      ),
  },
  {
    title: "PC-9: never more requests on provisioned units than there are READY units",
    breaches: (run) =>
      allOf(
        run.decisions.filter(({ event }) => event.kind === "provisioned"),
        ({ units, endedNow, unitsInUse }) => unitsInUse <= units + endedNow,
        tell,
      ),
  },
  {
    title: "CONC-2, CONC-14: nothing starts above its Region's quota, on units, reserved or not",
    breaches: (run) =>
      allOf(
        run.decisions.filter(({ event, held }) => held && isStart(event.kind)),
        ({ busyInRegion, quota }) => busyInRegion <= quota,
        ({ event, busyInRegion, quota }) => {
          const { region } = run.config.functions.find(({ name }) => name === event.function)!;
          return `${region}: ${event.atUs} us, ${busyInRegion} of ${quota}`;
        },
      ),
  },
  {
    title: "RES-5: with a reservation of 0 nothing starts",
    breaches: (run) => allOf(run.decisions, ({ event, reserved }) => reserved !== 0 || !isStart(event.kind), tell),
  },
  {
    title: "RES-2, RES-3: refused at its own ceiling, at the shared pool without a reservation, or in a full Region",
    breaches: (run) => [
      ...allOf(run.decisions.filter(refused("reserved-zero")), ({ reserved }) => reserved === 0, tell),
      ...allOf(
        run.decisions.filter(refused("reserved-full")),
        ({ reserved, inUse, limitLeast }) => reserved !== null && inUse >= limitLeast,
        tell,
      ),
      ...allOf(
        run.decisions.filter(refused("unreserved-pool-full")),
        ({ reserved, inUse, limitLeast, busyInRegion, quota }) =>
          (reserved === null && inUse >= limitLeast) || busyInRegion >= quota,
        tell,
      ),
      ...allOf(run.decisions.filter(refused("request-rate-reserved")), ({ reserved }) => reserved !== null, tell),
    ],
  },
];

/**
 * CONC-9, PC-20: what is claimed outside the pool of a Region. A function claims its reservation, or its units from
 * when they are asked for. Units that drain are claimed once: they stand for those that take their place.
 */
class ClaimsOver {
  readonly #settings: Settings;
  readonly #ready: ReadonlyMap<string, InForce<{ readonly provisioned: number }>>;
  readonly #wanted: ReadonlyMap<string, InForce<ReadonlyMap<string, number>>>;

  constructor({ config, result, wanted }: Observed) {
    this.#settings = new Settings(config);
    this.#ready = new Map(config.functions.map(({ name }) => [name, new InForce(limitsOver(result, name))]));
    this.#wanted = new Map(config.functions.map(({ name }) => [name, new InForce(wanted(name))]));
  }

  /** Of moments that never go back. */
  at(moment: number, region: string): number {
    this.#settings.advanceTo(moment);
    return this.#settings
      .inRegion(region)
      .map(({ name, reserved }) => reserved ?? this.#unitsOf(name, moment))
      .reduce((sum, units) => sum + units, 0);
  }

  #unitsOf(name: string, moment: number): number {
    const asked = totalOf(this.#wanted.get(name)!.at(moment).value);
    return Math.max(asked, this.#ready.get(name)!.at(moment).value.provisioned);
  }
}

const ROUNDING = 0.0011;

interface Part {
  readonly length: number;
  readonly claims: number;
}

/** Claims between each two moments at which something changes, over a span. */
function partsOf(run: Observed, region: string, span: { readonly from: number; readonly to: number }): Part[] {
  const { config, result } = run;
  const claims = new ClaimsOver(run);
  const all: readonly Step<unknown>[] = [
    ...regionLimitsOver(result, region),
    ...config.functions.flatMap(({ name }) => [...limitsOver(result, name), ...run.wanted(name)]),
  ];
  const inside = [...config.changes, ...all].map(({ at }) => at as number);
  const edges = [span.from, ...inside.filter((at) => at > span.from && at < span.to), span.to];
  const moments = [...new Set(edges)].sort((a, b) => a - b);
  return moments.slice(1).map((to, index) => {
    const from = moments[index]!;
    return { length: to - from, claims: claims.at(from, region) };
  });
}

/** MET-8: claimed = unreserved in use + reservations + provisioned units, at every moment, so in every mean too. */
function claimsAddUp(run: Observed, numbers: WindowResult, spans: readonly { from: number; to: number }[]): string[] {
  return Object.entries(numbers.regions).flatMap(([name, region]) => {
    const parts = spans.flatMap((span) => partsOf(run, name, span));
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (length === 0) return [];
    const claims = parts.reduce((sum, part) => sum + part.claims * part.length, 0) / length;
    const managed = new Set(run.config.functions.filter(isManaged).map((settings) => settings.name));
    const busy = Object.entries(numbers.functions)
      .filter(([fn, one]) => one.region === name && !managed.has(fn))
      .reduce((sum, [, one]) => sum + one.busyMean, 0);
    const outside = region.claimedMean - region.unreservedMean;
    return [
      ...near(`${name}: claimedMean less unreservedMean`, outside, claims, ROUNDING),
      ...near(`${name}: concurrencyMean (MET-6)`, region.concurrencyMean, busy, ROUNDING * 3),
    ];
  });
}

/** The pool is what claims leave; nothing where a lowered quota leaves nothing (CONC-14). */
function poolsAddUp(run: Observed): string[] {
  return Object.entries(run.result.limits.regions).flatMap(([name, entries]) => {
    const claims = new ClaimsOver(run);
    return entries.flatMap(({ fromMs, concurrency, unreserved }) =>
      same(`${name}: unreserved at ${fromMs} ms`, unreserved, Math.max(0, concurrency - claims.at(us(fromMs), name))),
    );
  });
}

const CLAIMS: readonly Law[] = [
  {
    title: "MET-8, CONC-9, CONC-10: unreserved + reserved + provisioned claims add up in every stretch of a result",
    breaches: (run) => stretches(run).flatMap(({ numbers, spans }) => claimsAddUp(run, numbers, spans)),
  },
  {
    title: "CONC-9, PC-20: the pool is the quota less all claims whenever limits change; what drains is claimed once",
    breaches: poolsAddUp,
  },
  {
    title: "PC-9, PC-20: the limits told of a function are its settings and its READY units",
    breaches: ({ config, result }) =>
      config.functions
        .filter((settings) => !isManaged(settings))
        .flatMap(({ name, region }) => {
          const settings = new Settings(config);
          const pool = new InForce(regionLimitsOver(result, region));
          return limitsOver(result, name).flatMap(({ at, value: { reserved, provisioned, onDemand } }) => {
            settings.advanceTo(at);
            const own = settings.functions.get(name)!.reserved;
            const room = own === null ? pool.at(at).value.unreserved : Math.max(0, own - provisioned);
            return [
              ...same(`${name}: reserved at ${at} us`, reserved, own),
              ...same(`${name}: on demand at ${at} us`, onDemand, room),
            ];
          });
        }),
  },
];

export const CAPACITY: readonly Law[] = [...LIMITS, ...CLAIMS];
