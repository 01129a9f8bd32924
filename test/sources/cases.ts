/** One case of the suite: a source of generated settings, the function that it invokes, and all that is around them. */
import fc from "fast-check";
import { type Duration, type FunctionConfig, type SimConfig, seconds, type WindowConfig } from "../../sim/index.ts";
import { configOf, functionOf, type Literal } from "../helpers/config.ts";
import { pick } from "../laws/configs/parts.ts";
import { atSecond, region, service } from "../sim/kit.ts";
import { type Arranged, type Arranging, TARGET } from "../sim/sources/contracts.ts";
import { changesOf, reserving, withQuota } from "./changes.ts";
import { RARE } from "./rare.ts";
import { anySettings, NEIGHBOUR, type Settings } from "./settings.ts";
import { literalOf, reservedOf } from "./targets.ts";

export const SOURCE = "source";
/** A second source of the same settings, beside the first. */
const TWIN = "twin";
const SINK = "sink";
export const HOME = "us-east-1";
export const ELSEWHERE = "eu-west-1";

/** Half of them so that something rare refuses. @param tenants  as of all settings. */
export const settings = (tenants: boolean): fc.Arbitrary<Settings> =>
  fc.oneof(
    anySettings(tenants),
    fc.record({ given: anySettings(tenants), rare: pick(...RARE) }).map(({ given, rare }) => rare(given)),
  );

export interface Case {
  readonly given: Settings;
  readonly arranging: Arranging;
  /** Whether something may put records into the source. */
  readonly takesRecords: boolean;
}

/** The sources of a case, each with who uses it. */
export function arrangedOf({ given, arranging }: Case): Arranged[] {
  const { qualifier, tenants = null } = given.target.kind;
  return (given.twin ? [SOURCE, TWIN] : [SOURCE]).map((name) => arranging.at({ name, qualifier, tenants }));
}

/** @param arranged  the sources that there are. */
function literals({ given, takesRecords }: Case, arranged: readonly Arranged[]): Literal["functions"] {
  const back = takesRecords && arranged.length > 0 ? SOURCE : null;
  return {
    [TARGET]: literalOf(given.target, { seconds: given.seconds, sink: SINK, back }),
    [SINK]: { run: 20, async: { maxAgeSeconds: 60 } },
    ...Object.fromEntries(arranged.flatMap(({ functions = {} }) => Object.entries(functions))),
  };
}

/** The Region of the source with the function that it invokes, whose claims fit. */
function systemOf({ given }: Case, functions: readonly FunctionConfig[]) {
  const empty = withQuota({ region: region(given.quota, given.model, HOME), functions }, given.quota);
  const [, ...others] = functions;
  return withQuota({ ...empty, functions: [reserving(empty, reservedOf(given.target)), ...others] }, given.quota);
}

const window = (length: number): WindowConfig => ({
  name: "middle",
  spans: [{ from: atSecond(length * 0.3), to: atSecond(length * 0.6) }],
});

/** @param there  whether there is any source at all. */
export function configFor(one: Case, there = true): SimConfig {
  const { given } = one;
  const { neighbour } = given;
  const arranged = there ? arrangedOf(one) : [];
  const functions = Object.entries(literals(one, arranged)).map(([name, literal]) => functionOf(name, literal));
  const system = systemOf(one, functions);
  const plain = configOf({
    seed: given.seed,
    seconds: given.seconds,
    ignoreSeconds: given.ignoreSeconds,
    regions: [region(500, given.model, ELSEWHERE), system.region],
    functions: { [NEIGHBOUR]: { ...neighbour.fn, region: ELSEWHERE } },
    downstreams: [service(given.downstream)],
    sources: arranged.map(({ source }) => source),
    traffic: [
      ...arranged.flatMap(({ traffic }) => traffic),
      { name: "neighbours", invoke: neighbour.invoke, rate: 3, ...(neighbour.tenants ? TENANTS : {}) },
    ],
    changes: changesOf(given.changes, system, given.seconds),
    windows: given.windowed ? [window(given.seconds)] : [],
  });
  return { ...plain, bucket: BUCKET, functions: [...plain.functions, ...system.functions] };
}

/** Few points, or the digest of the series would take most of the time. */
const BUCKET = seconds(4);
const TENANTS = { tenants: { count: 3, skew: 1 } };

/** The same, declared the other way round: nothing may come of that. */
export const declaredBackwards = (config: SimConfig): SimConfig => ({
  ...config,
  regions: config.regions.toReversed(),
  functions: config.functions.toReversed(),
  sources: config.sources.toReversed(),
  traffic: config.traffic.toReversed(),
});

/** Longer than anything lasts here: ages of events, executions, requests that a client keeps back (SDK-10). */
const AFTERWARDS = seconds(3000);

/** The run goes on for as long after its traffic has stopped. */
export function drained(config: SimConfig): SimConfig {
  const horizon = (config.horizon + AFTERWARDS) as Duration;
  return { ...config, horizon, bucket: horizon, windows: [] };
}

/** The run ends after this share of it. */
export const cutAt = (config: SimConfig, share: number): SimConfig => ({
  ...config,
  horizon: seconds((config.horizon * share) / 1e6),
  windows: [],
});
