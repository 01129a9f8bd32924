/**
 * What functions hand to functions and to sources: each way from one to the other is a source of the core's, which
 * stays the same through all changes of settings.
 */
import type { CallConfig, FunctionConfig, SendConfig, SimConfig, SourceConfig } from "../config.ts";
import type { Parts } from "../core/host/parts.ts";
import type { Target } from "../core/objects/functions.ts";
import type { Service } from "../core/objects/requests.ts";
import { CALLS, type Source } from "../core/objects/source.ts";
import { assert } from "../kernel/assert.ts";
import { type Distribution, lawTold } from "../kernel/distribution.ts";
import { type Duration, milliseconds } from "../kernel/time.ts";
import { calledFunctions, everySettings } from "../lambda/front/every-settings.ts";
import { byName, type Functions } from "../lambda/front/functions.ts";
import type { Assumption } from "../result.ts";
import { sourceType } from "../vocabulary/sources/index.ts";
import type { SourceType } from "../vocabulary/sources/source.ts";
import { aimed, linkName } from "./link-names.ts";
import { beginClients, type Traffic } from "./traffic.ts";

interface Owners {
  readonly functions: Functions;
  readonly parts: Parts;
  readonly traffic: Traffic;
}

/** How long a call takes that puts a record into this source. */
function acceptOf({ accept }: SourceConfig, { acceptMs }: SourceType): Distribution {
  if (accept !== undefined) return accept;
  const [min, max] = acceptMs.map(milliseconds) as [Duration, Duration];
  return min === max ? { kind: "constant", value: min } : { kind: "uniform", min, max };
}

type FunctionCall = Extract<CallConfig, { kind: "function" }>;

export class Links {
  readonly #owners: Owners;
  readonly #downstreams: Parts["serviceNames"];
  /** By what the link is, from whom and to whom. */
  readonly #links = new Map<string, Source>();
  /** Destinations that are declared nowhere, by name. */
  readonly #targets = new Map<string, Target[]>();

  constructor(config: SimConfig, owners: Owners) {
    this.#owners = owners;
    this.#downstreams = owners.parts.serviceNames;
    const settings = everySettings(config).toSorted(byName);
    const named = new Set(settings.flatMap((one) => this.#sourcesNamedBy(one)));
    for (const source of config.sources.toSorted(byName)) if (named.has(source.name)) this.#linkRecords(source);
    for (const { name, calls } of settings) for (const call of calls) this.#linkCall(name, call);
    for (const { name, sends = [] } of config.functions.toSorted(byName)) {
      for (const send of sends) this.#linkSend(name, send);
    }
    for (const index of owners.functions.settings.keys()) {
      this.read(index);
      this.#readSends(index);
    }
  }

  /** What these settings name and what is no function; not all of it is a source. */
  #sourcesNamedBy({ async, calls, sends = [] }: FunctionConfig): string[] {
    const targets = [async.onSuccess, async.onFailure, async.deadLetter].filter((name) => name !== null);
    const handed = [...calls, ...sends].filter(({ kind }) => kind === "source").map(({ to }) => to);
    return [...targets.filter((name) => this.#owners.functions.find(name) < 0), ...handed];
  }

  /** Records that come into a source from anywhere but traffic. */
  #linkRecords(source: SourceConfig): void {
    const link = this.#recordsOf(source);
    if (link === null) return;
    const type = this.#owners.traffic.typeOf(source);
    link.event = true;
    link.forgets = !type.keepsChain;
    link.accept = this.#owners.parts.laws.law(acceptOf(source, type));
    this.#links.set(keyOf("records", source.name), link);
  }

  /** To the source itself, where it acts; else they are carried past it to the function. */
  #recordsOf(source: SourceConfig): Source | null {
    const { traffic } = this.#owners;
    const name = `${source.name}/records`;
    if (traffic.acts(source)) return traffic.inlet(name, source.name);
    if (source.invokes === undefined) return null;
    const { delivery } = source;
    return traffic.link({ name, ...source.invokes }, { kind: "source", name: source.name, delivery });
  }

  /** Calls of one function by the same kind of client go one way. */
  #linkCall(from: string, call: CallConfig): void {
    if (call.kind !== "function") return;
    const key = callKey(from, call);
    if (this.#links.has(key)) return;
    const { traffic, parts } = this.#owners;
    const to = aimed(call.to, call.qualifier);
    const alike = [...this.#links.keys()].filter((known) => known.startsWith(keyOf("call", from, to))).length;
    const name = `${from}/call/${to}${alike === 0 ? "" : `/${alike}`}`;
    const caller = { name, function: call.to, qualifier: call.qualifier };
    const link = traffic.link(caller, { kind: "calls", name: linkName(from, "calls", to), delivery: null });
    assert(call.client.retry !== "adaptive", "SDK-10: a client of an environment has no limiter of its own");
    beginClients(parts, link, { ...call.client, clients: 1 });
    link.node = CALLS;
    this.#links.set(key, link);
  }

  #linkSend(from: string, send: SendConfig): void {
    if (send.kind !== "function") return;
    const to = aimed(send.to, send.qualifier);
    const key = keyOf("send", from, to);
    if (this.#links.has(key)) return;
    const caller = { name: `${from}/send/${to}`, function: send.to, qualifier: send.qualifier };
    const link = this.#owners.traffic.link(caller, {
      kind: "sends",
      name: linkName(from, "sends", to),
      delivery: null,
    });
    link.event = true;
    this.#links.set(key, link);
  }

  /** The settings in force of a function, also when they have just changed. */
  read(index: number): void {
    const { functions, parts } = this.#owners;
    const fn = parts.fns[index]!;
    const { name, async, calls } = functions.settings[index]!;
    fn.onSuccess = this.#target(async.onSuccess);
    fn.onFailure = this.#target(async.onFailure);
    fn.deadLetter = this.#target(async.deadLetter);
    fn.callCount = 0;
    for (const call of calls) {
      const share = shareOf(call.share);
      if (call.kind === undefined) parts.door.newCall(fn, this.#service(call.to), null, share);
      else
        parts.door.newCall(
          fn,
          null,
          this.#linkOf(call.kind === "source" ? keyOf("records", call.to) : callKey(name, call)),
          share,
        );
    }
  }

  #service(name: string): Service {
    return this.#owners.parts.services[this.#downstreams.indexOf(name)]!;
  }

  #linkOf(key: string): Source {
    const link = this.#links.get(key);
    assert(link !== undefined, "a function hands on to what the config does not have");
    return link;
  }

  #readSends(index: number): void {
    const { functions, parts } = this.#owners;
    const fn = parts.fns[index]!;
    const { name, sends = [], recursiveLoop } = functions.settings[index]!;
    fn.stopsLoops = recursiveLoop !== "Allow";
    parts.laws.name(fn.sendLuck, `${name}/sends`);
    for (const one of sends) {
      const key = one.kind === "source" ? keyOf("records", one.to) : keyOf("send", name, aimed(one.to, one.qualifier));
      const send = parts.door.newSend(this.#linkOf(key), parts.laws.law(one.delay));
      send.share = shareOf(one.share);
      if (one.atMost !== null) send.most = one.atMost;
      parts.door.addSend(fn, send);
    }
  }

  /** Where records for this name go, whoever sends them. */
  #target(name: string | null): Target {
    const { functions, parts } = this.#owners;
    const target = parts.door.newTarget();
    if (name === null) return target;
    const index = functions.find(name);
    const source = this.#links.get(keyOf("records", name));
    target.exists = true;
    if (index >= 0) target.fn = parts.fns[index]!;
    else if (source !== undefined) target.source = source;
    else this.#targets.set(name, [...(this.#targets.get(name) ?? []), target]);
    return target;
  }

  /** Name and number of records of each destination outside the scenario, in name order. */
  deliveries(): [name: string, records: number][] {
    const all = [...this.#targets].map(([name, targets]): [string, number] => [
      name,
      targets.reduce((sum, { records }) => sum + records, 0),
    ]);
    return all.sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** Names hold no line breaks. */
const keyOf = (...parts: readonly string[]): string => `${parts.join("\n")}\n`;

const callKey = (from: string, { to, qualifier, client }: FunctionCall): string =>
  keyOf("call", from, aimed(to, qualifier), client.retry, String(client.attempts), String(client.timeout));

/** A share of a config, which must be one. */
function shareOf(value: number): number {
  assert(value >= 0 && value <= 1, "a share is not between 0 and 1");
  return value;
}

/** What a result assumes of calls, only where there are any. */
export function linkAssumptions(config: SimConfig): Assumption[] {
  const calls = everySettings(config).flatMap((one) => one.calls);
  const put = new Set(calls.flatMap(({ kind, to }) => (kind === "source" ? [to] : [])));
  const accepts = config.sources.toSorted(byName).filter(({ name }) => put.has(name));
  return [
    ...(calledFunctions(config).size === 0 ? [] : [{ policy: "failedCalls", value: "function error", rule: "ERR-1" }]),
    ...accepts.map((source) => ({
      policy: `${source.name}.accept`,
      value: lawTold(acceptOf(source, sourceType(source.type))),
      rule: "OQS-13",
    })),
  ];
}
