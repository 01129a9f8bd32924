/** The sources of a run that act by themselves: opens them, lets them invoke, and measures what each type declares. */
import type { SimConfig, SourceConfig } from "../config.ts";
import { DRAWN } from "../core/base/numbers.ts";
import type { Parts } from "../core/host/parts.ts";
import { assert } from "../kernel/assert.ts";
import { Stream } from "../kernel/random.ts";
import type { Instant } from "../kernel/time.ts";
import { byName } from "../lambda/front/functions.ts";
import type { Outcome } from "../lambda/front/outcomes.ts";
import { Measures } from "../measure/tables/measures.ts";
import { segmentsOf } from "../measure/tables/segments.ts";
import { Rank } from "../vocabulary/ranks.ts";
import type { SourceType } from "../vocabulary/sources/source.ts";
import type { Admission } from "../vocabulary/throttles.ts";
import type { Accepted, Aim, Invoke, Node, NodeType, Open, World } from "./node.ts";
import type { Traffic } from "./traffic.ts";

interface Owners {
  readonly parts: Parts;
  readonly traffic: Traffic;
  timer(at: Instant, rank: number, run: (now: Instant) => void): void;
}

type Hears = Pick<Node, "onOutcome">;
type Takes = Required<Pick<Node, "accept">>;

/** Where the numbers of a source stand that counts by itself. */
export interface Place {
  readonly measures: Measures;
  readonly index: number;
}

export class Nodes {
  readonly #config: SimConfig;
  readonly #owners: Owners;
  /** By the number that the core has for it: one source may invoke several functions. */
  readonly #callers: Hears[] = [];
  /** By the number that the core has for where its records come in. */
  readonly #takers: Takes[] = [];
  readonly #nodes: Node[] = [];
  readonly #measures: Measures[] = [];
  /** By name of the source. */
  readonly #places = new Map<string, Place>();
  /** A record is being handed over. */
  #handing = false;

  /** @param types  by name, those that act by themselves. */
  constructor(config: SimConfig, owners: Owners, types: Readonly<Record<string, NodeType>>) {
    this.#config = config;
    this.#owners = owners;
    for (const [name, { is, open }] of Object.entries(types)) {
      const own = config.sources.filter((source) => source.type === name).toSorted(byName);
      this.#measure(is, own);
      for (const source of own) this.#nodes.push(this.#connected(source, this.#open(source, open)));
    }
  }

  begin(): void {
    for (const node of this.#nodes) node.begin();
  }

  /** What the core has heard of an invocation goes to who made it. */
  hear(now: Instant, caller: number, item: number, outcome: Outcome): void {
    this.#callers[caller]!.onOutcome(now, item, outcome);
  }

  /** What the core hands over goes to who takes it. */
  take(now: Instant, taker: number, chain: number): Accepted {
    this.#handing = true;
    const accepted = this.#takers[taker]!.accept(now, chain);
    this.#handing = false;
    return accepted;
  }

  /** Null for a source that counts nothing by itself. */
  placeOf(source: string): Place | null {
    return this.#places.get(source) ?? null;
  }

  endBucket(now: Instant): void {
    for (const measures of this.#measures) measures.endBucket(now);
  }

  endSegment(now: Instant): void {
    for (const measures of this.#measures) measures.endSegment(now);
  }

  endRun(now: Instant): void {
    for (const measures of this.#measures) measures.endRun(now);
  }

  /**
   * @param hears  who is told how each invocation has ended.
   * @param caller  its name, and what it invokes.
   * @param of  the source of the config that it is; null for none.
   */
  join(hears: Hears, caller: Aim & { readonly name: string }, of: string | null = null): Invoke {
    const { parts, traffic } = this.#owners;
    const { door, core } = parts;
    const source = traffic.join(caller, this.#callers.push(hears) - 1, of);
    return (now, item, run, chain = 1) => {
      assert(!this.#handing, "a node invokes while a record is handed over");
      assert(now === core.now, "a node invokes at another moment than now");
      assert(item === (item | 0), "what a node hands over is a number of 32 bits");
      assert(run === undefined || (Number.isSafeInteger(run) && run >= 0), "a run of no possible length");
      assert(chain === (chain | 0), "a link of a chain is a number of 32 bits");
      return door.invokeFrom(core, source, item, run ?? DRAWN, chain, now) as Admission;
    };
  }

  /** Where records come in for it, from whomever, it takes them. */
  #connected({ name }: SourceConfig, node: Node): Node {
    const inlets = this.#owners.traffic.inletsOf(name);
    if (inlets.length === 0) return node;
    assert(node.accept !== undefined, "records go into a source that takes none");
    const taker = this.#takers.push(node as Takes) - 1;
    for (const inlet of inlets) inlet.node = taker;
    return node;
  }

  #open(source: SourceConfig, open: Open): Node {
    const { parts } = this.#owners;
    const place = this.#places.get(source.name);
    const measured = (): Place => {
      assert(place !== undefined, "a node counts what its type has not declared");
      return place;
    };
    const opened: { node: Node | null } = { node: null };
    const onOutcome: Node["onOutcome"] = (now, item, outcome) => opened.node!.onOutcome(now, item, outcome);
    let aims = 0;
    const world: World = {
      at: (moment, act) => {
        if (moment < this.#config.horizon) this.#owners.timer(moment, Rank.Arrival, act);
      },
      invokes: (aim) => {
        aims++;
        return this.join({ onOutcome }, { name: `${source.name}/${aims}`, ...aim }, source.name);
      },
      luck: (use) => new Stream(this.#config.seed, `${source.name}/${use}`),
      count: (now, field, amount) => {
        const { measures, index } = measured();
        measures.add(now, parts.core.segment, index, field, amount);
      },
      change: (now, gauge, by) => {
        const { measures, index } = measured();
        measures.change(now, index, gauge, by);
      },
      time: (now, name, value) => {
        const { measures, index } = measured();
        measures.time(now, parts.core.segment, index, name, value);
      },
    };
    // Each type's settings are what its own `open` takes: the list pairs them.
    opened.node = open(source as never, world);
    return opened.node;
  }

  #measure({ metrics }: SourceType, own: readonly SourceConfig[]): void {
    if (own.length === 0 || metrics.length === 0) return;
    const { bucket, horizon } = this.#config;
    const measures = new Measures(metrics, own.length, { segments: segmentsOf(this.#config), bucket, horizon });
    this.#measures.push(measures);
    for (const [index, { name }] of own.entries()) this.#places.set(name, { measures, index });
  }
}
