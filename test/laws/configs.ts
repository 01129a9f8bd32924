/** Arbitrary configs, small and varied, and valid: AWS's floor on unreserved units holds at every moment of a run. */
import fc from "fast-check";
import {
  type ChangeConfig,
  type DownstreamConfig,
  FACTS,
  type FunctionConfig,
  milliseconds,
  type RegionConfig,
  type SimConfig,
  type SourceConfig,
  type TrafficConfig,
} from "../../sim/index.ts";
import { constant, functionOf } from "../helpers/config.ts";
import { reweighted, routed, routing } from "./aliases.ts";
import { durable } from "./durable.ts";
import { life, lived } from "./lifecycles.ts";
import { managed, onManaged } from "./managed.ts";
import { isManaged, unitsOf } from "./observed.ts";
import { caller, model, moment, pick, time, whole } from "./parts.ts";
import { tenancy, withTenants } from "./tenants.ts";

const FLOOR = FACTS.unreservedFloor.value;

const quota = fc.oneof(whole(10, 60), whole(100, 200), whole(200, 3000));

/** Units that a function wants; what the Region can give is found out later. */
const claim = fc.oneof(
  { weight: 4, arbitrary: fc.record({ reserved: pick<number | null>(null), units: pick(0) }) },
  { weight: 4, arbitrary: fc.record({ reserved: fc.option(whole(0, 30)), units: whole(0, 12) }) },
  { weight: 1, arbitrary: fc.record({ reserved: fc.option(whole(0, 900)), units: whole(0, 200) }) },
);

const NAMES = ["a", "b", "c", "d"] as const;
const target = pick<string | null>(null, "queue", "bucket", ...NAMES);

const lambda = fc.record({
  region: whole(0, 1),
  /** Short ones too, or the pools would always be full before the request rates are. */
  run: fc.oneof({ weight: 2, arbitrary: time(0, 2500) }, { weight: 1, arbitrary: time(0, 15) }),
  init: fc.oneof({ weight: 5, arbitrary: time(0, 1500) }, { weight: 1, arbitrary: time(9000, 14_000) }),
  restore: fc.option(time(50, 900)),
  timeout: pick(900_000, 1000, 3000, 15_000),
  errors: pick(0, 0.1, 1),
  calls: fc.array(fc.record({ to: pick("pool", "rate"), share: pick(1, 0.5, 0) }), { maxLength: 2 }),
  async: fc.record({
    maxAgeSeconds: pick(21_600, 60, 90),
    retries: whole(0, 2),
    onSuccess: target,
    onFailure: target,
    /** ASY-14: a queue or a topic, never a function. */
    deadLetter: pick(null, "queue"),
  }),
  claim,
  managed,
  durable: fc.option(durable, { freq: 4 }),
  afterRun: fc.oneof({ weight: 2, arbitrary: pick(null) }, { weight: 1, arbitrary: time(0, 900) }),
  life,
  /** "mixed": both versions are invoked. */
  invoked: pick("$LATEST", "live", "mixed"),
  routing,
});
type Lambda = typeof lambda extends fc.Arbitrary<infer T> ? T : never;

const service = fc.record({
  latency: time(0, 600),
  whenFull: pick<DownstreamConfig["whenFull"]>("wait", "error"),
  maxWait: pick(60_000, 0, 400).map(milliseconds),
});
const downstreams = fc
  .record({ pool: service, size: whole(1, 8), rate: service, perSecond: pick(1, 20, 0.5), burst: whole(1, 5) })
  .map(({ pool, size, rate, perSecond, burst }): DownstreamConfig[] => [
    { name: "pool", limit: { kind: "pool", size }, ...pool },
    { name: "rate", limit: { kind: "rate", perSecond, burst }, ...rate },
  ]);

const change = fc.record({
  at: whole(0, 1000),
  what: pick("quota", "reserved", "times", "downstream", "weights"),
  target: whole(0, 3),
  quota,
  reserved: fc.option(whole(0, 40)),
  run: time(0, 2000),
  errors: pick(0, 0.5),
  size: whole(1, 8),
  latency: time(0, 900),
  routing,
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const SOURCES: readonly SourceConfig[] = [
  { name: "uploads", type: "s3", delivery: { kind: "exponential", mean: milliseconds(800) } },
  { name: "caller", type: "direct", delivery: constant(0) },
];

const claimOf = (settings: FunctionConfig): number => settings.reserved ?? unitsOf(settings);

/** Units that this Region can still promise beside what these functions claim (CONC-7, CONC-8). */
const free = (region: RegionConfig, functions: readonly FunctionConfig[]): number =>
  functions
    .filter((settings) => settings.region === region.name)
    .reduce((units, settings) => units - claimOf(settings), Math.max(0, region.concurrency - FLOOR));

/** PC-2, RES-6: units within the reservation, and the reservation within what is free; 0 is always granted. */
function grant(wanted: { reserved: number | null; units: number }, available: number) {
  if (wanted.reserved === null) return { reserved: null, units: Math.min(wanted.units, available) };
  const reserved = Math.min(wanted.reserved, available);
  return { reserved, units: Math.min(wanted.units, reserved) };
}

function functionsOf(drawn: readonly Lambda[], regions: readonly RegionConfig[]): FunctionConfig[] {
  const functions: FunctionConfig[] = [];
  for (const [index, one] of drawn.entries()) {
    const region = regions[one.region % regions.length]!;
    const claimed = one.managed === null ? one.claim : { reserved: null, units: 0 };
    const { reserved, units } = grant(claimed, free(region, functions));
    const {
      claim: _claim,
      invoked: _invoked,
      life: own,
      routing: share,
      managed: of,
      durable: executions,
      restore,
      ...rest
    } = one;
    const literal = { ...rest, region: region.name, reserved, ...(units > 0 ? { provisioned: units } : {}) };
    const made = functionOf(NAMES[index]!, literal);
    // PC-19: a version has provisioned units or a snapshot.
    const versions = made.versions.map((version, at) => (at === 1 && units === 0 ? { ...version, restore } : version));
    // Of requests that move (LIFE-16) the log tells who waited longest, which is not enough where one runs twice.
    const durableHere = region.model.proactiveInit ? null : executions;
    functions.push(onManaged(lived(routed({ ...made, versions, durable: durableHere }, share), own), of));
  }
  return functions;
}

function changesOf(drawn: readonly Change[], start: Omit<SimConfig, "changes">): ChangeConfig[] {
  let { regions, functions, downstreams: services } = start;
  const sorted = [...drawn].sort((a, b) => a.at - b.at);
  return sorted.map((one) => {
    const next = { regions: [...regions], functions: [...functions], downstreams: [...services] };
    if (one.what === "quota") next.regions = lowerOrRaise(one, regions, functions);
    else if (one.what === "downstream") next.downstreams = services.map((service) => resized(service, one));
    else
      next.functions = functions.map((settings, at) =>
        at === one.target % functions.length ? altered(settings, one, next) : settings,
      );
    const parts = {
      regions: next.regions.filter((region) => !regions.includes(region)),
      functions: next.functions.filter((settings) => !functions.includes(settings)),
      downstreams: next.downstreams.filter((service) => !services.includes(service)),
    };
    ({ regions, functions, downstreams: services } = next);
    return { at: moment((start.horizon * one.at) / 1_000_000), why: "", set: [one.what], ...parts };
  });
}

function lowerOrRaise(one: Change, regions: readonly RegionConfig[], functions: readonly FunctionConfig[]) {
  return regions.map((region, at) => {
    if (at !== one.target % regions.length) return region;
    const claims = functions
      .filter((settings) => settings.region === region.name)
      .reduce((sum, f) => sum + claimOf(f), 0);
    return { ...region, concurrency: claims === 0 ? one.quota : Math.max(one.quota, FLOOR + claims) };
  });
}

function altered(
  settings: FunctionConfig,
  one: Change,
  { regions, functions }: Pick<SimConfig, "regions" | "functions">,
): FunctionConfig {
  if (one.what === "weights") return reweighted(settings, one.routing);
  if (one.what === "times") return { ...settings, run: one.run, errors: one.errors };
  if (isManaged(settings)) return settings;
  const region = regions.find(({ name }) => name === settings.region)!;
  const others = functions.filter((other) => other !== settings);
  const units = unitsOf(settings);
  const { reserved } = grant({ reserved: one.reserved, units }, free(region, others));
  return { ...settings, reserved: reserved === null ? null : Math.max(reserved, units) };
}

const resized = (service: DownstreamConfig, one: Change): DownstreamConfig => ({
  ...service,
  latency: one.latency,
  limit: service.limit.kind === "pool" ? { kind: "pool", size: one.size } : service.limit,
});

type Caller = ReturnType<typeof caller> extends fc.Arbitrary<infer T> ? T : never;

/**
 * Where several versions are invoked, or many at once in an environment, nobody gives up: the log would not tell their
 * abandoned runs apart.
 */
function trafficOf(drawn: Caller, index: number, functions: readonly Lambda[]): TrafficConfig {
  const at = drawn.target % functions.length;
  const { invoked, routing: share, managed: of } = functions[at]!;
  const mixed = invoked === "mixed" || share !== null || of !== null;
  const qualifier = invoked === "mixed" ? (drawn.live ? "live" : "$LATEST") : invoked;
  const sync = { ...drawn.client, timeout: mixed ? null : drawn.client.timeout };
  return {
    name: `t${index + 1}`,
    function: NAMES[at]!,
    qualifier,
    source: drawn.source ? (drawn.event ? "uploads" : "caller") : null,
    invocationType: drawn.event ? "Event" : "RequestResponse",
    arrivals: drawn.arrivals,
    demand: drawn.demand,
    client: drawn.event ? null : sync,
    tenants: null,
  };
}

const PLAIN_LIFE: Lambda["life"] = { lifecycle: null, snapStart: null };

/**
 * What AWS does not combine, this version does not simulate together, or the log could not tell apart: a function is
 * managed, or its alias has several versions, or it is durable, or it may have extensions and a life of its own.
 */
function ofOneKind(one: Lambda): Lambda {
  if (one.managed !== null) return { ...one, routing: null, durable: null, afterRun: null, life: PLAIN_LIFE };
  if (one.routing !== null) return { ...one, durable: null, afterRun: null };
  if (one.durable !== null) return { ...one, afterRun: null, life: PLAIN_LIFE };
  return one.invoked === "mixed" ? { ...one, afterRun: null } : one;
}

/** Destinations invoke `$LATEST`; a function of which only `live` is invoked must not be one. */
function aimed(one: Lambda, all: readonly Lambda[]): Lambda {
  const aim = (name: string | null): string | null => {
    const other = all[NAMES.findIndex((candidate) => name !== null && candidate === name)];
    return name === null || (other?.invoked === "$LATEST" && other.durable === null) ? name : "queue";
  };
  const { onSuccess, onFailure } = one.async;
  if (one.durable !== null) return lasting(one);
  return { ...one, async: { ...one.async, onSuccess: aim(onSuccess), onFailure: aim(onFailure) } };
}

/**
 * DUR-3: durable functions have no destinations; and no calls, which are not simulated. Their executions may time out,
 * so one version only is invoked, or the log would not tell their runs apart.
 */
function lasting(one: Lambda): Lambda {
  const invoked = one.invoked === "mixed" ? "live" : one.invoked;
  return { ...one, invoked, calls: [], async: { ...one.async, onSuccess: null, onFailure: null } };
}

export const config: fc.Arbitrary<SimConfig> = whole(5, 120).chain((length) =>
  fc
    .record({
      seed: whole(1, 1_000_000),
      quotas: fc.array(fc.record({ concurrency: quota, model }), { minLength: 1, maxLength: 2 }),
      lambdas: fc.array(lambda, { minLength: 1, maxLength: 4 }),
      downstreams,
      callers: fc.array(caller(length * 1000), { minLength: 1, maxLength: 4 }),
      changes: fc.array(change, { maxLength: 3 }),
      ignore: pick(0, 0.25),
      /** Few points, or the digest of the series would take most of the time. */
      bucket: pick(length * 1000, length * 250, length * 100 + 37, 7000),
      window: fc.option(fc.tuple(whole(0, 3), whole(4, 6), whole(7, 10))),
      tenancy,
    })
    .map((drawn): SimConfig => {
      const horizonMs = length * 1000;
      const at = (tenths: number) => moment((horizonMs * tenths) / 10);
      const regions = drawn.quotas.map((region, index) => ({ name: `region-${index + 1}`, ...region }));
      const kinds = drawn.lambdas.map(ofOneKind);
      const lambdas = kinds.map((one) => aimed(one, kinds));
      const [from, middle, to] = drawn.window ?? [0, 0, 0];
      const spans = [
        { from: at(from), to: at(middle) },
        { from: at(to), to: at(10) },
      ];
      const start = {
        scenario: { name: "law", file: "law.burst.yaml" },
        variant: "base",
        seed: drawn.seed,
        horizon: milliseconds(horizonMs),
        ignore: milliseconds(horizonMs * drawn.ignore),
        bucket: milliseconds(drawn.bucket),
        regions,
        functions: functionsOf(lambdas, regions),
        downstreams: drawn.downstreams,
        sources: SOURCES,
        traffic: drawn.callers.map((one, index) => trafficOf(one, index, lambdas)),
        windows: drawn.window === null ? [] : [{ name: "phase", spans: spans.filter((s) => s.from < s.to) }],
      };
      return withTenants({ ...start, changes: changesOf(drawn.changes, start) }, drawn.tenancy);
    }),
);
