/** One generated config, run in slices with a listener, and its log in order: requests, attempts, limits in force. */
import {
  type FunctionConfig,
  type RegionConfig,
  type Result,
  type SimConfig,
  simulate,
  start,
  type TraceEvent,
} from "../../sim/index.ts";

import { frees, leaving } from "./environments.ts";

/** One time that a request occupied an environment. */
export interface Attempt {
  readonly function: string;
  readonly request: number;
  environment: number;
  readonly kind: "cold" | "warm" | "provisioned";
  readonly start: number;
  /** LIFE-16: when it went on in another environment than the one it was started on. */
  moved: number | null;
  /** Place in the log of its start or, if it has moved, of that. */
  place: number;
  ready: number | null;
  end: number | null;
}

/** An admission or a refusal, with what was running on its limit just after it. */
export interface Decision {
  readonly event: TraceEvent;
  readonly reserved: number | null;
  /** The limit on demand of this function or, without a reservation, of the shared pool; and what runs on it. */
  readonly limit: number;
  readonly inUse: number;
  readonly units: number;
  readonly unitsInUse: number;
  readonly quota: number;
  readonly busyInRegion: number;
}

/** All that the log says of one request, in order. */
export interface RequestLog {
  readonly function: string;
  readonly number: number;
  readonly events: readonly TraceEvent[];
}

export interface Observed {
  readonly config: SimConfig;
  readonly result: Result;
  readonly events: readonly TraceEvent[];
  readonly attempts: readonly Attempt[];
  readonly requests: readonly RequestLog[];
  readonly decisions: readonly Decision[];
  /** LIFE-16: "function/environment" of those whose first request went elsewhere. */
  readonly spares: ReadonlySet<string>;
  /** The same run in one go, and with everything declared in the opposite order: only made when asked for. */
  readonly plainDigest: () => string;
  readonly turnedDigest: () => string;
}

const SLICES = 7;

export function observe(config: SimConfig): Observed {
  const events: TraceEvent[] = [];
  const run = start(config, { onEvent: (event) => events.push(event) });
  for (let slice = 1; slice <= SLICES; slice++) {
    run.advanceTo((run.horizonMs * slice) / SLICES - 0.5);
    run.snapshot();
  }
  const result = run.finish();
  return {
    config,
    result,
    events,
    ...readLog(config, events),
    requests: requestsOf(events),
    plainDigest: once(() => simulate(config).digest),
    turnedDigest: once(() => simulate(turned(config)).digest),
  };
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

export const isStart = (kind: TraceEvent["kind"]): kind is Attempt["kind"] =>
  kind === "cold" || kind === "warm" || kind === "provisioned";

export const unitsOf = ({ versions, aliases = [] }: FunctionConfig): number =>
  [...versions, ...aliases].reduce((sum, { provisioned }) => sum + (provisioned?.count ?? 0), 0);

/** LMI-1: outside all concurrency of the account, and many requests at once in an environment. */
export const isManaged = ({ versions }: FunctionConfig): boolean => versions[0]?.managed !== undefined;

/** The qualifiers under which a function is invoked: by traffic, and by events that others send it (`$LATEST`). */
export function qualifiersOf({ traffic, functions }: SimConfig, fn: string): Set<string> {
  const called = traffic.filter((entry) => entry.function === fn).map((entry) => entry.qualifier);
  const sent = functions.some(({ async }) => async.onSuccess === fn || async.onFailure === fn);
  return new Set([...called, ...(sent ? ["$LATEST"] : [])]);
}

/** The settings in force, as the changes of a config make them. */
export class Settings {
  readonly functions = new Map<string, FunctionConfig>();
  readonly regions = new Map<string, RegionConfig>();
  readonly #config: SimConfig;
  #next = 0;

  constructor(config: SimConfig) {
    this.#config = config;
    for (const settings of config.functions) this.functions.set(settings.name, settings);
    for (const region of config.regions) this.regions.set(region.name, region);
  }

  /** A change at this moment holds already. */
  advanceTo(at: number): void {
    const { changes } = this.#config;
    for (; this.#next < changes.length && changes[this.#next]!.at <= at; this.#next++) {
      for (const settings of changes[this.#next]!.functions) this.functions.set(settings.name, settings);
      for (const region of changes[this.#next]!.regions) this.regions.set(region.name, region);
    }
  }

  inRegion(region: string): FunctionConfig[] {
    return [...this.functions.values()].filter((settings) => settings.region === region);
  }

  /** CONC-9: the quota less everything reserved or provisioned, used or not. */
  claimed(region: string): number {
    return this.inRegion(region).reduce((sum, settings) => sum + (settings.reserved ?? unitsOf(settings)), 0);
  }
}

/** Follows the log event by event: who runs on what, and the limits at that moment. */
function readLog(config: SimConfig, events: readonly TraceEvent[]) {
  const settings = new Settings(config);
  const attempts: Attempt[] = [];
  const decisions: Decision[] = [];
  const running = new Map<string, Attempt[]>();
  const managed = new Set(config.functions.filter(isManaged).map(({ name }) => name));
  const spares = new Set<string>();
  const busy = new Map(config.functions.map(({ name }) => [name, { onDemand: 0, units: 0 }]));

  for (const [place, event] of events.entries()) {
    const { kind, function: name, atUs } = event;
    const key = `${name}/${event.environment}`;
    settings.advanceTo(atUs);
    if (isStart(kind)) {
      const { request, environment } = event;
      const attempt = {
        function: name,
        request,
        environment,
        kind,
        start: atUs,
        moved: null,
        place,
        ready: null,
        end: null,
      };
      attempts.push(attempt);
      running.set(key, [...(running.get(key) ?? []), attempt]);
      if (!managed.has(name)) busy.get(name)![kind === "provisioned" ? "units" : "onDemand"]++;
    }
    if (!managed.has(name) && (isStart(kind) || kind === "throttle")) decisions.push(decisionOf(event, settings, busy));
    if (kind === "move") {
      const attempt = leaving(attempts, event);
      const from = `${name}/${attempt.environment}`;
      running.set(
        from,
        running.get(from)!.filter((one) => one !== attempt),
      );
      running.set(key, [...(running.get(key) ?? []), attempt]);
      spares.add(from);
      attempt.environment = event.environment;
      attempt.moved = atUs;
      attempt.place = place;
    }
    if (kind !== "ready" && !frees(config, event)) continue;
    const here = running.get(key) ?? [];
    const attempt = here.find((one) => one.request === event.request) ?? here[0]!;
    if (kind === "ready") attempt.ready = atUs;
    else {
      attempt.end = atUs;
      running.set(
        key,
        here.filter((one) => one !== attempt),
      );
      if (!managed.has(name)) busy.get(name)![attempt.kind === "provisioned" ? "units" : "onDemand"]--;
    }
  }
  return { attempts, decisions, spares };
}

type Busy = ReadonlyMap<string, { readonly onDemand: number; readonly units: number }>;

function decisionOf(event: TraceEvent, settings: Settings, busy: Busy): Decision {
  const own = settings.functions.get(event.function)!;
  const region = settings.regions.get(own.region)!;
  const neighbours = settings.inRegion(own.region);
  const sharing = own.reserved === null ? neighbours.filter(({ reserved }) => reserved === null) : [own];
  const pool = region.concurrency - settings.claimed(own.region);
  return {
    event,
    reserved: own.reserved,
    limit: own.reserved === null ? pool : own.reserved - unitsOf(own),
    inUse: sharing.reduce((sum, { name }) => sum + busy.get(name)!.onDemand, 0),
    units: unitsOf(own),
    unitsInUse: busy.get(own.name)!.units,
    quota: region.concurrency,
    busyInRegion: neighbours.reduce((sum, { name }) => sum + busy.get(name)!.onDemand + busy.get(name)!.units, 0),
  };
}
