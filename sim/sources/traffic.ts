/** Every entry of `traffic` as a source of the core: when its requests arrive, and how its clients behave. */
import type { ClientConfig, Demand, SimConfig, SourceConfig, TrafficConfig } from "../config.ts";
import { RECORD_ARRIVES } from "../core/base/numbers.ts";
import type { Luck } from "../core/base/prelude.ts";
import type { Parts } from "../core/host/parts.ts";
import type { Route, Version } from "../core/objects/functions.ts";
import type { Source } from "../core/objects/source.ts";
import { assert } from "../kernel/assert.ts";
import type { Distribution } from "../kernel/distribution.ts";
import { Stream, zipf } from "../kernel/random.ts";
import { MICROS_PER_SECOND, NEVER } from "../kernel/time.ts";
import { type Aliases, NO_ALIAS } from "../lambda/front/aliases.ts";
import { calledFunctions } from "../lambda/front/every-settings.ts";
import { byName, type Functions } from "../lambda/front/functions.ts";
import { LONGEST_SYNCHRONOUS } from "../lambda/runtimes/durable/durable.ts";
import { segmentsOf } from "../measure/tables/segments.ts";
import { sourceType } from "../vocabulary/sources/index.ts";
import type { SourceType } from "../vocabulary/sources/source.ts";
import { type Arrivals, listedArrivals } from "./arrivals.ts";
import type { NodeType } from "./node.ts";
import { RateCurve } from "./rate-curve.ts";
import { RETRY_POLICIES } from "./retry-modes.ts";

interface Owners {
  /** By name, types of sources that act by themselves. */
  readonly nodeTypes: Readonly<Record<string, NodeType>>;
  readonly functions: Functions;
  readonly aliases: Aliases;
  readonly parts: Parts;
}

/** Moments that are drawn ahead, for an entry with many requests. */
const BATCH = 64;

/** Who invokes, and what: an entry of `traffic`, or a node. */
interface Caller {
  readonly name: string;
  readonly qualifier: string;
}
type Target = Caller & { readonly function: string };

/** What functions hand on: records into a source, calls of a function, events to one; and what a source invokes. */
interface Link {
  readonly kind: "source" | "records" | "calls" | "sends";
  /** As results have it. */
  readonly name: string;
  readonly index: number;
}

/** What a link is, and how its records are delivered; null: at once. */
type Handing = Omit<Link, "index"> & { readonly delivery: Distribution | null };

export class Traffic {
  /** By the index of their sources: entries first, then links, then nodes. */
  readonly callers: Caller[];
  /** In name order. */
  readonly entries: readonly TrafficConfig[];
  /** Of entries and links: those that results tell of. */
  readonly sources: Source[];
  readonly links: Link[] = [];
  /** Where records come in for sources that act by themselves. */
  readonly #inlets: { readonly of: string; readonly source: Source }[] = [];
  /** By entry: of a demand that follows a rate, its straight pieces; of any other, its moments. */
  readonly #curves: (RateCurve | null)[];
  readonly #lists: (Arrivals | null)[];
  /** By alias. */
  readonly #routes: Route[] = [];
  readonly #owners: Owners;
  readonly #segments: number;

  constructor(config: SimConfig, owners: Owners) {
    this.#owners = owners;
    this.entries = [...config.traffic].sort(byName);
    this.callers = this.entries.map(({ name, qualifier }) => ({ name, qualifier }));
    for (let alias = 0; alias < owners.aliases.count; alias++) {
      const [first, second] = owners.aliases.versionsOf(alias);
      this.#routes.push(owners.parts.door.newRoute(owners.parts.versions[first]!, owners.parts.versions[second]!));
    }
    this.refreshRoutes();
    this.#curves = this.entries.map(({ demand }) => (follows(demand) ? new RateCurve(demand, config.horizon) : null));
    this.#lists = this.entries.map((entry) =>
      follows(entry.demand)
        ? null
        : listedArrivals(entry, config.horizon, new Stream(config.seed, `${entry.name}/arrivals`)),
    );
    const segments = segmentsOf(config).length;
    this.sources = this.entries.map((entry, index) => this.#source(entry, index, config, segments));
    this.#segments = segments;
    this.#markOnlyCallers(config);
    owners.parts.core.agenda.scale = slotsPerKey(this.entries, config.horizon);
  }

  /** Schedules the first request of every entry. */
  begin(): void {
    const { door, core } = this.#owners.parts;
    for (const index of this.entries.keys()) door.beginSource(core, this.sources[index]!);
  }

  /** Aliases route anew from now on. */
  refreshRoutes(): void {
    const { aliases, parts } = this.#owners;
    for (const [alias, route] of this.#routes.entries()) {
      const [first, second] = aliases.versionsOf(alias);
      route.first = parts.versions[first]!;
      route.second = parts.versions[second]!;
      route.weight = aliases.weightOf(alias);
    }
  }

  nextPiece(source: Source): boolean {
    const curve = this.#curves[source.index]!;
    const passed = source.whole;
    if (!curve.advance()) return false;
    const { piece } = curve;
    source.area = Math.max(0, source.area - passed);
    source.whole = ((piece.rateFrom + piece.rateTo) / 2) * (piece.to - piece.from);
    source.from = piece.from;
    source.rate = piece.rateFrom;
    source.slope = (piece.rateTo - piece.rateFrom) / (piece.to - piece.from);
    return true;
  }

  listArrivals(source: Source): void {
    const arrivals = this.#lists[source.index]!;
    for (let place = 0; place < source.batch; place++) {
      const at = arrivals.next();
      source.times[place] = at;
      if (at === NEVER) return;
      if (source.recorded) source.runs[place] = arrivals.run!;
    }
  }

  /** Of a function that the clients of a single entry call, and nobody else. */
  #markOnlyCallers(config: SimConfig): void {
    const callers = new Map<string, Source | null>([...calledFunctions(config)].map((name) => [name, null]));
    for (const [index, { client, function: name }] of this.entries.entries()) {
      if (client !== null && name !== null) callers.set(name, callers.has(name) ? null : this.sources[index]!);
    }
    for (const caller of callers.values()) if (caller !== null) caller.only = true;
  }

  #source(entry: TrafficConfig, index: number, config: SimConfig, segments: number): Source {
    const { functions, parts } = this.#owners;
    const { door, laws } = parts;
    const through = config.sources.find((candidate) => candidate.name === entry.source);
    const inlet = through !== undefined && this.acts(through);
    assert(inlet === (entry.function === null), "traffic invokes what the source invokes that carries it");
    const { version, route } = entry.function === null ? this.#nowhere() : this.#aim(entry.function, entry.qualifier);
    const delivery = laws.law(through?.delivery ?? AT_ONCE);
    const batch = Math.min(BATCH, Math.max(1, Math.ceil(requestsOf(entry.demand, config.horizon) / 4)));
    const source = door.newSource(version, delivery, batch, segments);
    source.index = index;
    source.route = route;
    source.event = entry.invocationType === "Event";
    source.curve = follows(entry.demand);
    source.poisson = entry.arrivals === "poisson";
    source.started = source.poisson;
    if (entry.demand.kind === "times" && entry.demand.durations !== null) door.beginRecorded(source);
    if (inlet) this.#opens(source, through.name);
    if (entry.function !== null) this.#beginTenants(source, entry, functions.indexOf(entry.function));
    if (entry.client !== null) beginClients(parts, source, entry.client);
    for (const [use, luck] of lucksOf(source)) laws.name(luck, `${entry.name}/${use}`);
    return source;
  }

  /**
   * A node of ordinary TypeScript that invokes a function by itself.
   * @param caller  the name gives its luck: that of another caller gives the same.
   * @param node  its number, told with every outcome.
   * @param of  the source of the config that it is, of which results tell; null for none.
   */
  join(caller: Target, node: number, of: string | null = null): Source {
    const { functions } = this.#owners;
    const longest = functions.settings[functions.indexOf(caller.function)]!.durable?.executionTimeout ?? 0;
    assert(longest <= LONGEST_SYNCHRONOUS, "DUR-3: a node waits for more than 15 minutes");
    const source = this.#open(caller, AT_ONCE);
    source.node = node;
    source.fn.synchronous = true;
    for (const other of this.sources) if (other.fn === source.fn) other.only = false;
    if (of !== null) this.#tell({ kind: "source", name: of }, source);
    return source;
  }

  /** What a function hands on. @param caller  the name gives its luck. */
  link(caller: Target, { kind, name, delivery }: Handing): Source {
    const source = this.#open(caller, delivery ?? AT_ONCE);
    this.#tell({ kind, name }, source);
    return source;
  }

  /** Records that functions hand to a source that acts by itself. @param name  gives their luck. */
  inlet(name: string, of: string): Source {
    const { parts } = this.#owners;
    const source = parts.door.newSource(this.#nowhere().version, parts.laws.law(AT_ONCE), 0, this.#segments);
    source.index = this.callers.push({ name, qualifier: LATEST }) - 1;
    this.#opens(source, of);
    this.#tell({ kind: "records", name: of }, source);
    return source;
  }

  /** From traffic and from functions. */
  inletsOf(source: string): Source[] {
    return this.#inlets.flatMap((inlet) => (inlet.of === source ? [inlet.source] : []));
  }

  acts({ type }: SourceConfig): boolean {
    return this.#owners.nodeTypes[type] !== undefined;
  }

  /** Records end there; others carry them on. */
  takesRecords(source: SourceConfig): boolean {
    return this.acts(source) && this.typeOf(source).takesRecords;
  }

  typeOf({ type }: SourceConfig): SourceType {
    return this.#owners.nodeTypes[type]?.is ?? sourceType(type);
  }

  #opens(source: Source, of: string): void {
    source.arrives = RECORD_ARRIVES;
    this.#inlets.push({ of, source });
  }

  /** A record meets no function: nobody asks which one stands here. */
  #nowhere(): { version: Version; route: null } {
    return { version: this.#owners.parts.versions[0]!, route: null };
  }

  /** Results tell of it, beside the entries. */
  #tell(link: Omit<Link, "index">, source: Source): void {
    assert(this.sources.push(source) === source.index + 1, "results tell of sources that others have come between");
    this.links.push({ ...link, index: source.index });
  }

  /** Somebody who invokes when there is a reason to, at no moments of its own. */
  #open(caller: Target, delivery: Distribution): Source {
    const { functions, parts } = this.#owners;
    const { door, laws } = parts;
    const { tenancy } = functions.settings[functions.indexOf(caller.function)]!;
    assert(tenancy === null, "TEN-3: only clients and events have tenants");
    const { version, route } = this.#aim(caller.function, caller.qualifier);
    const source = door.newSource(version, laws.law(delivery), 0, this.#segments);
    source.index = this.callers.push(caller) - 1;
    source.route = route;
    for (const [use, luck] of lucksOf(source)) laws.name(luck, `${caller.name}/${use}`);
    return source;
  }

  /** What a qualifier names: a version, or an alias with its versions. */
  #aim(name: string, qualifier: string): { version: Version; route: Route | null } {
    const { functions, aliases, parts } = this.#owners;
    const alias = aliases.find(name, qualifier);
    if (alias !== NO_ALIAS) {
      return {
        version: parts.versions[functions.versionsOf(functions.indexOf(name))[0]!]!,
        route: this.#routes[alias]!,
      };
    }
    return { version: parts.versions[functions.versionIndex(name, qualifier)]!, route: null };
  }

  #beginTenants(source: Source, { tenants }: TrafficConfig, functionIndex: number): void {
    const { functions, parts } = this.#owners;
    const isolated = functions.settings[functionIndex]!.tenancy !== null;
    assert(isolated === (tenants !== null), "TEN-1: requests have tenants where their function has tenancy");
    if (tenants === null) return;
    parts.door.beginTenants(source, tenants.count);
    source.skewed = tenants.skew !== 0;
    if (source.skewed) zipf(tenants.count, tenants.skew, source.tenantWeights);
  }
}

const LATEST = "$LATEST";
const AT_ONCE = { kind: "constant", value: 0 as never } as const;

const follows = (demand: Demand): demand is Extract<Demand, { kind: "rate" | "daily" }> =>
  demand.kind === "rate" || demand.kind === "daily";

/** One stream for each use, so that a change of one thing shifts nobody's luck in another. */
const lucksOf = (source: Source): [use: string, luck: Luck][] => [
  ["arrivals", source.arrivalLuck],
  ["run", source.runLuck],
  ["error", source.errorLuck],
  ["calls", source.callLuck],
  ["extensions", source.extensionLuck],
  ["delivery", source.deliveryLuck],
  ["version", source.versionLuck],
  ["version/retry", source.retryLuck],
  ["tenant", source.tenantLuck],
  ["backoff", source.backoffLuck],
];

export function beginClients({ door }: Parts, source: Source, client: ClientConfig): void {
  const policy = RETRY_POLICIES[client.retry];
  source.retries = client.retry !== "none";
  source.attempts = client.attempts;
  source.timeout = client.timeout ?? -1;
  source.longestSeconds = policy.longestSeconds;
  source.givesBackCost = policy.givesBackCost;
  source.heedsRetryAfter = policy.heedsRetryAfter;
  source.adaptive = policy.adaptive;
  for (const [failure, seconds] of policy.baseSeconds.entries()) source.baseSeconds[failure] = seconds;
  for (const [failure, cost] of policy.cost.entries()) source.costs[failure] = cost;
  door.beginClients(source, client.clients, policy.quota);
}

/** About so many requests arrive. */
function requestsOf(demand: Demand, horizon: number): number {
  switch (demand.kind) {
    case "rate":
      return demand.segments.reduce(
        (sum, { from, to, rateFrom, rateTo }) => sum + (((rateFrom + rateTo) / 2) * (to - from)) / MICROS_PER_SECOND,
        0,
      );
    case "daily":
      return (((demand.low + demand.high) / 2) * horizon) / MICROS_PER_SECOND;
    case "spikes":
      return demand.at.length * demand.count;
    case "counts":
      return demand.counts.reduce((sum, count) => sum + count, 0);
    case "times":
      return demand.times.length;
  }
}

/** Slots of 8 µs to 1 s, so that about every other one holds something; eight ranks a µs. */
function slotsPerKey(entries: readonly TrafficConfig[], horizon: number): number {
  const requests = entries.reduce((sum, { demand }) => sum + requestsOf(demand, horizon), 1);
  let micros = 8;
  while (micros < MICROS_PER_SECOND && micros * requests < 0.25 * horizon) micros *= 2;
  return 1 / (micros * 8);
}
