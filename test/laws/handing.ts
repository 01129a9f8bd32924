/** What functions of generated configs hand on, to functions and to sources, and the laws of it. */
import fc from "fast-check";
import type {
  CallConfig,
  FunctionConfig,
  SendConfig,
  SimConfig,
  SourceConfig,
  TrafficResult,
  WindowResult,
} from "../../sim/index.ts";
import { milliseconds } from "../../sim/index.ts";
import { constant } from "../helpers/config.ts";
import { client, pick, whole } from "./configs/parts.ts";
import { allOf, type Law, same } from "./law.ts";
import { isStart } from "./runs/attempts.ts";
import type { Observed } from "./runs/observed.ts";
import { stretches } from "./runs/stretches.ts";
import { isManaged } from "./settings.ts";

/** Sources into which functions put records; what they invoke is found out later. */
export const RECORD_SOURCES: readonly SourceConfig[] = [
  { name: "topic", type: "sns", delivery: constant(0), accept: { kind: "exponential", mean: milliseconds(15) } },
  { name: "drop", type: "s3", delivery: { kind: "exponential", mean: milliseconds(300) } },
  { name: "bus", type: "eventbridge", delivery: constant(500) },
];

/** Most often nothing. */
export const handing = fc.oneof(
  { weight: 3, arbitrary: pick(null) },
  {
    weight: 2,
    arbitrary: fc.record({
      way: pick("call", "call", "put", "send", "event"),
      /** Which of the functions further on that can be handed to. */
      onward: whole(0, 2),
      into: pick("topic", "drop", "bus"),
      share: pick(1, 0.5),
      delay: pick(0, 700),
      atMost: pick(1, 4, 20),
      client,
    }),
  },
);
type Drawn = typeof handing extends fc.Arbitrary<infer T> ? T : never;

interface Wanted {
  readonly drawn: readonly Drawn[];
  /** By function: its `$LATEST` is invoked, and it takes events. */
  readonly taking: readonly boolean[];
}

/** Calls lead to the next function, sends to later ones, and records to one that hands nothing on: all ends. */
export function withHanding<T extends Pick<SimConfig, "functions" | "sources">>(
  start: T,
  { drawn, taking }: Wanted,
): T {
  const functions = start.functions.map((settings, at) => {
    const one = drawn[at] ?? null;
    if (one === null || settings.durable !== null) return settings;
    if (one.way === "put") return { ...settings, calls: [...settings.calls, putOf(one)] };
    if (one.way === "send") return { ...settings, sends: [{ kind: "source" as const, ...sentOf(one, one.into) }] };
    const later = start.functions.filter((_, place) => place > at && taking[place]!);
    const next = one.way === "call" ? start.functions[at + 1] : later[one.onward % later.length];
    if (next === undefined) return settings;
    if (one.way === "call") return { ...settings, calls: [...settings.calls, callOf(one, next.name)] };
    const { name } = next;
    return { ...settings, sends: [{ kind: "function" as const, qualifier: "$LATEST", ...sentOf(one, name) }] };
  });
  const last = functions.findLastIndex((one, at) => taking[at]! && handsNothingOn(one));
  const invokes = last < 0 ? {} : { invokes: { function: functions[last]!.name, qualifier: "$LATEST" } };
  const sources = start.sources.map((one) => (isRecordSource(one.name) ? { ...one, ...invokes } : one));
  const whole = { ...start, functions: functions.map((one, at) => (at === last ? asLast(one) : one)), sources };
  return last < 0 ? { ...whole, functions: functions.map(withoutSources) } : whole;
}

const isRecordSource = (name: string): boolean => RECORD_SOURCES.some((one) => one.name === name);
const putOf = ({ into, share }: NonNullable<Drawn>): CallConfig => ({ kind: "source", to: into, share });
const callOf = ({ share, client: { clients: _clients, ...settings } }: NonNullable<Drawn>, to: string): CallConfig => {
  const retry = settings.retry === "adaptive" ? "standard-2026" : settings.retry;
  return { kind: "function", to, qualifier: "$LATEST", share, client: { ...settings, retry } };
};
const sentOf = ({ share, delay, atMost }: NonNullable<Drawn>, to: string) => ({
  to,
  share,
  delay: constant(delay),
  atMost,
});

const handsNothingOn = ({ calls, sends = [] }: FunctionConfig): boolean =>
  sends.length === 0 && calls.every(({ kind }) => kind !== "source");

/** Its own records would come back to it. */
function asLast(settings: FunctionConfig): FunctionConfig {
  const { onSuccess, onFailure } = settings.async;
  const aim = (name: string | null): string | null => (name === null ? null : "queue");
  const deadLetter = aim(settings.async.deadLetter);
  return {
    ...settings,
    async: { ...settings.async, onSuccess: aim(onSuccess), onFailure: aim(onFailure), deadLetter },
  };
}

/** Where no function takes records, nobody puts any. */
function withoutSources({ sends, ...settings }: FunctionConfig): FunctionConfig {
  const kept = sends?.filter(({ kind }) => kind === "function") ?? [];
  const calls = settings.calls.filter(({ kind }) => kind !== "source");
  return { ...settings, calls, ...(kept.length === 0 ? {} : { sends: kept }) };
}

/** Without calls of functions, whose callers may give up; TEN-1: and without anything that goes to these. */
export function withoutHanding(config: SimConfig, goes: (call: CallConfig | SendConfig) => boolean): SimConfig {
  const plain = ({ sends, ...settings }: FunctionConfig): FunctionConfig => {
    const kept = sends?.filter((one) => !goes(one)) ?? [];
    return {
      ...settings,
      calls: settings.calls.filter((one) => !goes(one)),
      ...(kept.length === 0 ? {} : { sends: kept }),
    };
  };
  return {
    ...config,
    functions: config.functions.map(plain),
    changes: config.changes.map((change) => ({ ...change, functions: change.functions.map(plain) })),
  };
}

/** Functions that something else than traffic and destinations invokes. */
export function isHandedTo({ functions, sources }: SimConfig, fn: string): boolean {
  const aims = functions.flatMap(({ calls, sends = [] }) =>
    [...calls, ...sends].flatMap(({ kind, to }) => (kind === "function" ? [to] : [])),
  );
  return [...aims, ...sources.map(({ invokes }) => invokes?.function)].includes(fn);
}

/** The numbers of whatever others hand to this function: calls, events and records. */
export const handedTo = (
  { config }: Observed,
  { calls = {}, sends = {}, sources }: WindowResult,
  fn: string,
): TrafficResult[] => [
  ...config.functions.flatMap(({ name }) =>
    [calls[`${name}/calls/${fn}`], sends[`${name}/sends/${fn}`]].filter((one) => one !== undefined),
  ),
  ...config.sources.flatMap(({ name, invokes }) =>
    invokes?.function === fn && Object.hasOwn(sources, name) ? [sources[name]!] : [],
  ),
];

/** Calls that all runs of a function make, of functions; none where a change may have made others. */
const sureCalls = ({ calls }: FunctionConfig): string[] =>
  calls.flatMap(({ kind, to, share }) => (kind === "function" && share === 1 ? [to] : []));

/** Of functions that only one other calls, and that nothing else invokes. */
function soleCalls({ config }: Observed): [caller: string, called: string][] {
  const targets = new Set(config.functions.flatMap(({ async }) => [async.onSuccess, async.onFailure]));
  const invoked = new Set(config.traffic.map((entry) => entry.function));
  const pairs = config.functions.flatMap(({ name, calls }) =>
    calls.flatMap(({ kind, to }): [string, string][] => (kind === "function" ? [[name, to]] : [])),
  );
  const elsewhere = ({ sends = [] }: FunctionConfig) => sends.map(({ to }) => to);
  const others = new Set([
    ...config.functions.flatMap(elsewhere),
    ...config.sources.map(({ invokes }) => invokes?.function ?? ""),
  ]);
  return pairs.filter(
    ([, to]) =>
      !targets.has(to) && !invoked.has(to) && !others.has(to) && pairs.filter(([, other]) => other === to).length === 1,
  );
}

/** Moments at which more of the called function is under way than of its caller. */
function unheld({ events, config }: Observed, [caller, called]: readonly [string, string]): string[] {
  const busy = new Map([caller, called].map((name) => [name, 0]));
  const abandoned = events.some(({ function: fn, kind, detail }) => {
    return fn === caller && kind === "end" && detail === "timeout";
  });
  const own = config.functions.filter(({ name }) => name === caller || name === called);
  // LMI-6, LIFE-7: an environment may be free, or its run told as ended, while the function that it called goes on.
  if (abandoned || own.some(isManaged) || clientOf(own, caller, called) !== null) return [];
  return events.flatMap(({ function: fn, kind, atUs }) => {
    const count = busy.get(fn);
    if (count === undefined || !(isStart(kind) || kind === "end")) return [];
    busy.set(fn, count + (kind === "end" ? -1 : 1));
    const [holding, held] = [busy.get(caller)!, busy.get(called)!];
    return held > holding ? [`${atUs} us: ${held} runs of ${called} for ${holding} of ${caller}`] : [];
  });
}

/** Its timeout, after which an attempt goes on for nobody. */
function clientOf(functions: readonly FunctionConfig[], caller: string, called: string): number | null {
  const calls = functions.find(({ name }) => name === caller)!.calls;
  const call = calls.find(({ kind, to }) => kind === "function" && to === called);
  return call?.kind === "function" ? call.client.timeout : null;
}

export const HANDING: readonly Law[] = [
  {
    title: "ADM-1, ASY-10: whatever is handed on ends exactly once, or is pending, in every stretch",
    breaches: (run) =>
      stretches(run).flatMap(({ numbers }) =>
        allOf(
          [numbers.calls, numbers.sends, numbers.sources].flatMap((group) => Object.entries(group ?? {})),
          ([, one]) => one.pendingCount >= 0 && one.attemptsCount >= one.retriesCount,
          ([name, one]) => `${name}: pending ${one.pendingCount}, attempts ${one.attemptsCount}`,
        ),
      ),
  },
  {
    title: "ERR-1: a run that ends well has had an answer to each of its sure calls, and none was refused",
    breaches: (run) =>
      run.config.ignore > 0
        ? []
        : run.config.functions.flatMap((settings) =>
            sureCalls(settings).flatMap((to) => {
              const ended = run.events.filter(
                ({ function: fn, kind, detail }) => fn === settings.name && kind === "end" && detail === "success",
              ).length;
              const { succeededCount } = run.result.calls![`${settings.name}/calls/${to}`]!;
              return succeededCount >= ended
                ? []
                : [`${settings.name}: ${ended} runs, ${succeededCount} calls of ${to}`];
            }),
          ),
  },
  {
    title: "ADM-2: an environment is busy for as long as the function that it calls",
    breaches: (run) => soleCalls(run).flatMap((pair) => unheld(run, pair)),
  },
  {
    title: "what is sent comes to no more than may be sent",
    breaches: ({ config, result }) =>
      config.functions.flatMap(({ name, sends = [] }) =>
        sends.flatMap(({ kind, to, atMost }) => {
          const { requestsCount = 0 } = (kind === "function" ? result.sends?.[`${name}/sends/${to}`] : undefined) ?? {};
          return atMost === null || requestsCount <= atMost ? [] : same(`${name} to ${to}`, requestsCount, atMost);
        }),
      ),
  },
];
