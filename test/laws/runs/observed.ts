/** One generated config, run in slices with a listener, and its log in order: requests, attempts, limits in force. */
import { type Result, type SimConfig, simulate, start, type TraceEvent } from "../../../sim/index.ts";
import type { Attempt, Decision } from "./attempts.ts";
import { readLog } from "./reading.ts";
import { refusedReservations, type Step, type Wanted, wantedOver } from "./units-over-time.ts";

/** All that the log says of one request, in order. */
export interface RequestLog {
  readonly function: string;
  readonly number: number;
  readonly events: readonly TraceEvent[];
}

export interface Observed {
  /** As AWS took it: a reservation that it refused is not in force. */
  readonly config: SimConfig;
  readonly result: Result;
  readonly events: readonly TraceEvent[];
  readonly attempts: readonly Attempt[];
  readonly requests: readonly RequestLog[];
  readonly decisions: readonly Decision[];
  /** LIFE-16: "function/environment" of those whose first request went elsewhere. */
  readonly spares: ReadonlySet<string>;
  /** Units wanted of each version of a function, over time. */
  readonly wanted: (fn: string) => readonly Step<Wanted>[];
  /** The same run in one go, and with everything declared in the opposite order: only made when asked for. */
  readonly plainDigest: () => string;
  readonly turnedDigest: () => string;
}

const SLICES = 7;

export function observe(given: SimConfig): Observed {
  const events: TraceEvent[] = [];
  const run = start(given, { onEvent: (event) => events.push(event) });
  for (let slice = 1; slice <= SLICES; slice++) {
    run.advanceTo((run.horizonMs * slice) / SLICES - 0.5);
    run.snapshot();
  }
  const result = run.finish();
  const config = asTaken(given, result);
  const wanted = once(() => new Map(config.functions.map(({ name }) => [name, wantedOver(config, result, name)])));
  return {
    config,
    result,
    events,
    ...readLog(config, result, events),
    requests: requestsOf(events),
    wanted: (fn) => wanted().get(fn)!,
    plainDigest: once(() => simulate(given).digest),
    turnedDigest: once(() => simulate(turned(given)).digest),
  };
}

/** A refused reservation stays as it was until a change asks for another one. */
function asTaken(given: SimConfig, result: Result): SimConfig {
  const names = given.functions.map(({ name }) => name);
  const refused = new Map(names.map((name) => [name, refusedReservations(result, name)]));
  if ([...refused.values()].every((moments) => moments.length === 0)) return given;
  const asked = new Map(given.functions.map(({ name, reserved }) => [name, reserved]));
  const taken = new Map(asked);
  const changes = given.changes.map((change) => ({
    ...change,
    functions: change.functions.map((settings) => {
      const { name, reserved } = settings;
      const isNew = reserved !== asked.get(name);
      asked.set(name, reserved);
      if (isNew && !refused.get(name)!.includes(change.at)) taken.set(name, reserved);
      return { ...settings, reserved: taken.get(name)! };
    }),
  }));
  return { ...given, changes };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const turned = (config: SimConfig): SimConfig => ({
  ...config,
  regions: config.regions.toReversed(),
  functions: config.functions.toReversed(),
  downstreams: config.downstreams.toReversed(),
  sources: config.sources.toReversed(),
  traffic: config.traffic.toReversed(),
  windows: config.windows.toReversed(),
});

function requestsOf(events: readonly TraceEvent[]): RequestLog[] {
  const known = new Map<string, RequestLog & { events: TraceEvent[] }>();
  for (const event of events) {
    // A request has closed when extensions are done (LIFE-8).
    if (event.request === 0 || event.kind === "release") continue;
    const key = `${event.function}#${event.request}`;
    const log = known.get(key);
    if (log) log.events.push(event);
    else known.set(key, { function: event.function, number: event.request, events: [event] });
  }
  return [...known.values()];
}
