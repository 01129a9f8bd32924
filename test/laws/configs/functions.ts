/** Arbitrary functions of generated configs, and how they share what their Region can promise (CONC-7, CONC-8). */
import fc from "fast-check";
import { FACTS, type FunctionConfig, type RegionConfig, type VersionConfig } from "../../../sim/index.ts";
import { functionOf } from "../../helpers/config.ts";
import { routed, routing } from "../aliases.ts";
import { durable } from "../durable.ts";
import { handing } from "../handing.ts";
import { life, lived } from "../lifecycles.ts";
import { managed, onManaged } from "../managed.ts";
import { unitsOf } from "../settings.ts";
import { pick, time, whole } from "./parts.ts";
import { provisionedOf, scaling } from "./units.ts";

export const FLOOR = FACTS.unreservedFloor.value;
export const NAMES = ["a", "b", "c", "d"] as const;

/** Units that a function wants; what the Region can give is found out later. */
const claim = fc.oneof(
  { weight: 3, arbitrary: fc.record({ reserved: pick<number | null>(null), units: pick(0) }) },
  { weight: 5, arbitrary: fc.record({ reserved: fc.option(whole(0, 30)), units: whole(0, 12) }) },
  { weight: 1, arbitrary: fc.record({ reserved: fc.option(whole(0, 900)), units: whole(0, 200) }) },
);

const target = pick<string | null>(null, "queue", "bucket", ...NAMES);
/** Records go to a source, where any function takes them. */
const recorded = fc.oneof(
  { weight: 4, arbitrary: pick(null) },
  {
    weight: 1,
    arbitrary: fc.record({ onSuccess: pick("topic", "bus"), onFailure: pick("topic", "drop", "bus") }),
  },
);

const call = fc.record({ to: pick("pool", "rate", "second"), share: pick(1, 0.5, 0) });
/** Very rarely very many. */
const calls = fc.oneof(
  { weight: 400, arbitrary: fc.array(call, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.record({ count: whole(250, 300), one: call }).map(({ count, one }) => Array(count).fill(one)),
  },
);

const lambda = fc.record({
  region: whole(0, 1),
  /**
   * Short ones too, or the pools would always be full before the request rates are; and long ones, which hold units
   * that are to go.
   */
  run: fc.oneof(
    { weight: 12, arbitrary: time(0, 2500) },
    { weight: 6, arbitrary: time(0, 15) },
    { weight: 1, arbitrary: time(10_000, 60_000) },
  ),
  init: fc.oneof({ weight: 5, arbitrary: time(0, 1500) }, { weight: 1, arbitrary: time(9000, 14_000) }),
  restore: fc.option(time(50, 900)),
  /** PC-14: how much longer the first run of an environment is, after an Init and after a Restore. */
  firstRun: fc.option(
    fc.record({ time: fc.option(time(1, 900)), restored: fc.option(time(1, 900)), basis: fc.constant("drawn") }),
    { freq: 1 },
  ),
  timeout: pick(900_000, 1000, 3000, 15_000),
  errors: pick(0, 0.1, 1),
  calls,
  async: fc.record({
    maxAgeSeconds: pick(21_600, 60, 90),
    retries: whole(0, 2),
    onSuccess: target,
    onFailure: target,
    /** ASY-14: a queue or a topic, never a function. */
    deadLetter: pick(null, "queue"),
  }),
  claim,
  scaling,
  /** A second version with a name of its own: none, with units, or without. */
  beta: pick<number | null>(null, null, 0, 3),
  managed,
  durable: fc.option(durable, { freq: 4 }),
  afterRun: fc.oneof({ weight: 2, arbitrary: pick(null) }, { weight: 1, arbitrary: time(0, 900) }),
  life,
  /** "mixed": several versions are invoked. */
  invoked: pick("$LATEST", "live", "mixed"),
  routing,
  handing,
  recorded,
});
export type Lambda = typeof lambda extends fc.Arbitrary<infer T> ? T : never;

export const lambdas = fc.array(lambda, { minLength: 1, maxLength: 4 });

const claimOf = (settings: FunctionConfig): number => settings.reserved ?? unitsOf(settings);

/** Units that these functions claim in a Region; what scaling adds to them has to find room (PC-2, PC-3). */
export const claimedIn = (region: RegionConfig, functions: readonly FunctionConfig[]): number =>
  functions.filter((settings) => settings.region === region.name).reduce((sum, one) => sum + claimOf(one), 0);

/** Units that this Region can still promise beside what these functions claim (CONC-7, CONC-8). */
export const free = (region: RegionConfig, functions: readonly FunctionConfig[]): number =>
  Math.max(0, region.concurrency - FLOOR - claimedIn(region, functions));

/** PC-2, RES-6: units within the reservation, and the reservation within what is free; 0 is always granted. */
export function grant(wanted: { reserved: number | null; units: number }, available: number) {
  if (wanted.reserved === null) return { reserved: null, units: Math.min(wanted.units, available) };
  const reserved = Math.min(wanted.reserved, available);
  return { reserved, units: Math.min(wanted.units, reserved) };
}

/** PC-19: a version has provisioned units or a snapshot. */
function versionsOf(one: Lambda, units: number, horizonMs: number): VersionConfig[] {
  const ofBeta = one.beta === null ? 0 : Math.min(one.beta, units);
  const live = provisionedOf(units - ofBeta, one.scaling, horizonMs);
  const beta = provisionedOf(ofBeta, { ...one.scaling, beyond: 0 }, horizonMs);
  const { restore } = one;
  return [
    { qualifier: "$LATEST", provisioned: null, restore: null },
    { qualifier: "live", provisioned: live, restore: live === null ? restore : null },
    ...(one.beta === null ? [] : [{ qualifier: "beta", provisioned: beta, restore: beta === null ? restore : null }]),
  ];
}

function madeOf(one: Lambda, name: string, region: RegionConfig, reserved: number | null): FunctionConfig {
  const { run, init, timeout, errors, calls, async, afterRun } = one;
  const common = { run, init, timeout, errors, calls, async, afterRun, region: region.name, reserved };
  const literal = one.firstRun === null ? common : { ...common, firstRun: one.firstRun };
  // Of requests that move (LIFE-16) the log tells who waited longest, which is not enough where one runs twice.
  const executions = region.model.proactiveInit ? null : one.durable;
  return { ...functionOf(name, literal), durable: executions };
}

/** Each gets what those before it have left. */
export function functionsOf(drawn: readonly Lambda[], regions: readonly RegionConfig[], horizonMs: number) {
  const functions: FunctionConfig[] = [];
  for (const [index, one] of drawn.entries()) {
    const region = regions[one.region % regions.length]!;
    const claimed = one.managed === null ? one.claim : { reserved: null, units: 0 };
    const granted = grant(claimed, free(region, functions));
    const versions = versionsOf(one, granted.units, horizonMs);
    const made = { ...madeOf(one, NAMES[index]!, region, granted.reserved), versions };
    functions.push(onManaged(lived(routed(made, one.routing), one.life, one.scaling.motion), one.managed));
  }
  return functions;
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

/** The function before it may call it, and give up: its runs must not be taken for one another. */
const called = (one: Lambda): Lambda =>
  ofOneKind({ ...one, invoked: "$LATEST", routing: null, managed: null, durable: null });

/** Destinations invoke `$LATEST`; a function of which only `live` is invoked must not be one. */
function aimed(one: Lambda, all: readonly Lambda[]): Lambda {
  const aim = (name: string | null): string | null => {
    const other = all[NAMES.findIndex((candidate) => name !== null && candidate === name)];
    return name === null || (other?.invoked === "$LATEST" && other.durable === null) ? name : "queue";
  };
  const { onSuccess, onFailure } = one.async;
  if (one.durable !== null) return lasting(one);
  if (one.recorded !== null) return { ...one, async: { ...one.async, ...one.recorded } };
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

/** What is drawn, without what does not go together. */
export function combined(drawn: readonly Lambda[]): Lambda[] {
  const kinds = drawn.map((one, at) => (drawn[at - 1]?.handing?.way === "call" ? called(one) : ofOneKind(one)));
  return kinds.map((one) => aimed(one, kinds));
}
