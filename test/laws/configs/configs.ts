/** Arbitrary configs, small and varied, and valid: AWS's floor on unreserved units holds at every moment of a run. */
import fc from "fast-check";
import {
  type DownstreamConfig,
  milliseconds,
  type RegionConfig,
  type SimConfig,
  type SourceConfig,
  type TrafficConfig,
  type WindowConfig,
} from "../../../sim/index.ts";
import { constant } from "../../helpers/config.ts";
import { RECORD_SOURCES, withHanding, withoutHanding } from "../handing.ts";
import { unitsMayEnd } from "../settings.ts";
import { tenancy, withTenants } from "../tenants.ts";
import { changes, changesOf, quota } from "./changes.ts";
import { combined, functionsOf, type Lambda, lambdas, NAMES } from "./functions.ts";
import { naming, renamed } from "./names.ts";
import { caller, model, moment, pick, time, whole } from "./parts.ts";
import { pressed, pressedLambda, pressure } from "./pressure.ts";

const service = fc.record({
  latency: time(0, 600),
  whenFull: pick<DownstreamConfig["whenFull"]>("wait", "error"),
  maxWait: pick(60_000, 0, 400).map(milliseconds),
});
const downstreams = fc
  .record({
    pool: service,
    size: whole(1, 8),
    second: service,
    other: whole(1, 8),
    rate: service,
    perSecond: pick(1, 20, 0.5),
    burst: whole(1, 5),
  })
  .map(({ pool, size, second, other, rate, perSecond, burst }): DownstreamConfig[] => [
    { name: "pool", limit: { kind: "pool", size }, ...pool },
    { name: "second", limit: { kind: "pool", size: other }, ...second },
    { name: "rate", limit: { kind: "rate", perSecond, burst }, ...rate },
  ]);

const SOURCES: readonly SourceConfig[] = [
  ...RECORD_SOURCES,
  { name: "uploads", type: "s3", delivery: { kind: "exponential", mean: milliseconds(800) } },
  { name: "caller", type: "direct", delivery: constant(0) },
];

type Caller = ReturnType<typeof caller> extends fc.Arbitrary<infer T> ? T : never;

const qualifierOf = ({ which }: Caller, { invoked, beta, routing }: Lambda): string => {
  if (invoked !== "mixed") return invoked;
  const named = beta === null && routing === null ? ["$LATEST", "live"] : ["$LATEST", "live", "beta"];
  return named[which % named.length]!;
};

/**
 * Where several versions are invoked, or many at once in an environment, nobody gives up: the log would not tell their
 * abandoned runs apart.
 */
function trafficOf(drawn: Caller, index: number, functions: readonly Lambda[]): TrafficConfig {
  const at = drawn.target % functions.length;
  const { invoked, routing: share, managed: of } = functions[at]!;
  const mixed = invoked === "mixed" || share !== null || of !== null;
  const sync = { ...drawn.client, timeout: mixed ? null : drawn.client.timeout };
  return {
    name: `t${index + 1}`,
    function: NAMES[at]!,
    qualifier: qualifierOf(drawn, functions[at]!),
    source: drawn.source ? (drawn.event ? "uploads" : "caller") : null,
    invocationType: drawn.event ? "Event" : "RequestResponse",
    arrivals: drawn.arrivals,
    demand: drawn.demand,
    client: drawn.event ? null : sync,
    tenants: null,
  };
}

/**
 * Where units end untold, the log gives their environments' numbers again: there too nobody gives up, and nothing runs
 * for an execution whose caller has gone, or runs would be taken for one another.
 */
function legible(drawn: SimConfig): SimConfig {
  if (!unitsMayEnd(drawn)) return drawn;
  const config = withoutHanding(drawn, ({ kind }) => kind === "function");
  const plain = <T extends { readonly durable: unknown }>(one: T) => ({ ...one, durable: null });
  return {
    ...config,
    functions: config.functions.map(plain),
    changes: config.changes.map((one) => ({ ...one, functions: one.functions.map(plain) })),
    traffic: config.traffic.map((one) =>
      one.client === null ? one : { ...one, client: { ...one.client, timeout: null } },
    ),
  };
}

const isTaking = ({ invoked, durable }: Lambda): boolean => invoked === "$LATEST" && durable === null;

function windowsOf(drawn: readonly [number, number, number] | null, horizonMs: number): WindowConfig[] {
  if (drawn === null) return [];
  const at = (tenths: number) => moment((horizonMs * tenths) / 10);
  const [from, middle, to] = drawn;
  const spans = [
    { from: at(from), to: at(middle) },
    { from: at(to), to: at(10) },
  ];
  return [{ name: "phase", spans: spans.filter((span) => span.from < span.to) }];
}

/** Seconds of a run; units that scale need minutes. */
const length = fc.oneof({ weight: 8, arbitrary: whole(5, 120) }, { weight: 1, arbitrary: whole(120, 500) });

export const config: fc.Arbitrary<SimConfig> = length.chain((seconds) => {
  const horizonMs = seconds * 1000;
  return fc
    .record({
      seed: whole(1, 1_000_000),
      quotas: fc.array(fc.record({ concurrency: quota, model }), { minLength: 1, maxLength: 2 }),
      lambdas,
      downstreams,
      callers: fc.array(caller(horizonMs), { minLength: 1, maxLength: 4 }),
      changes,
      ignore: pick(0, 0.25),
      /** Few points, or the digest of the series would take most of the time. */
      bucket: pick(horizonMs, horizonMs / 4, horizonMs / 10 + 37, Math.max(7000, horizonMs / 20)),
      window: fc.option(fc.tuple(whole(0, 3), whole(4, 6), whole(7, 10))),
      tenancy,
      pressure,
      naming,
    })
    .map((drawn): SimConfig => {
      const regions: RegionConfig[] = drawn.quotas.map((region, at) => ({ name: `region-${at + 1}`, ...region }));
      const kinds = combined(drawn.lambdas.map((one) => pressedLambda(one, drawn.pressure, horizonMs)));
      const plain = {
        scenario: { name: "law", file: "law.burst.yaml" },
        variant: "base",
        seed: drawn.seed,
        horizon: milliseconds(horizonMs),
        ignore: milliseconds(horizonMs * drawn.ignore),
        bucket: milliseconds(drawn.bucket),
        regions,
        functions: functionsOf(kinds, regions, horizonMs),
        downstreams: drawn.downstreams,
        sources: SOURCES,
        traffic: drawn.callers.map((one, index) => trafficOf(one, index, kinds)),
        windows: windowsOf(drawn.window, horizonMs),
      };
      const start = pressed(plain, drawn.pressure);
      const handed = withHanding(start, {
        drawn: kinds.map((one) => one.handing),
        taking: kinds.map(isTaking),
      });
      const whole = { ...handed, changes: changesOf(drawn.changes, handed, kinds) };
      return renamed(legible(withTenants(whole, drawn.tenancy)), drawn.naming);
    });
});
