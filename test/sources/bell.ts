/**
 * A made-up type of source that acts by itself, so that the suite holds such sources to its laws: a bell rings time and
 * again, each ring invokes a function, and a ring that is refused is tried a few times more.
 */
import {
  type Duration,
  type Instant,
  type Metric,
  milliseconds,
  SOURCE_TYPES,
  type SourceResult,
} from "../../sim/index.ts";
import { Outcome } from "../../sim/lambda/front/outcomes.ts";
import type { Node, NodeType, World } from "../../sim/sources/node.ts";
import { count, flow, gauge, metricOf, time } from "../../sim/vocabulary/metrics/metric.ts";
import { Admission } from "../../sim/vocabulary/throttles.ts";

/** How a bell rings: plain numbers, so that a failing config shows them. */
interface Ringing {
  readonly everyMs: number;
  /** In all. */
  readonly rings: number;
  /** Attempts of each ring, the first included. */
  readonly tries: number;
  /** Before another attempt, and up to as long again. */
  readonly waitMs: number;
}

const metric = metricOf("source");
const METRICS = [
  metric("rings", flow("ringsCount"), "rings", { series: true }),
  metric("heard", count("heardCount", "ringsCount"), "rings that were answered well"),
  metric("missed", count("missedCount", "ringsCount"), "rings that were answered with an error"),
  metric("unheard", count("unheardCount", "ringsCount"), "rings that were refused at every attempt"),
  metric("ringing", gauge("ringing"), "rings that wait for another attempt, or for an answer"),
  metric("echo", time("echoMs"), "from a ring to its answer"),
] as const satisfies readonly Metric[];

/** A ring that is not over. */
interface Ring {
  readonly at: Instant;
  tries: number;
}

class Bell implements Node {
  readonly #ringing: Ringing;
  readonly #world: World<typeof METRICS>;
  readonly #invoke: ReturnType<World["invokes"]>;
  readonly #luck: ReturnType<World["luck"]>;
  readonly #rings: Ring[] = [];

  constructor(ringing: Ringing, world: World<typeof METRICS>, aim: Parameters<World["invokes"]>[0]) {
    this.#ringing = ringing;
    this.#world = world;
    this.#invoke = world.invokes(aim);
    this.#luck = world.luck("wait");
  }

  begin(): void {
    this.#world.at(0 as Instant, (now) => this.#ring(now));
  }

  #ring(now: Instant): void {
    this.#world.count(now, "ringsCount");
    this.#world.change(now, "ringing", 1);
    this.#try(now, this.#rings.push({ at: now, tries: 0 }) - 1);
    if (this.#rings.length === this.#ringing.rings) return;
    this.#world.at((now + milliseconds(this.#ringing.everyMs)) as Instant, (then) => this.#ring(then));
  }

  /** ADM-1: a refusal is heard at once, and what to do about it is the bell's business. */
  #try(now: Instant, item: number): void {
    const ring = this.#rings[item]!;
    ring.tries++;
    if (this.#invoke(now, item) < Admission.ReservedZero) return;
    if (ring.tries === this.#ringing.tries) {
      this.#over(now, "unheardCount");
      return;
    }
    const wait = milliseconds(this.#ringing.waitMs * (1 + this.#luck.uniform()));
    this.#world.at((now + wait) as Instant, (then) => this.#try(then, item));
  }

  onOutcome(now: Instant, item: number, outcome: Outcome): void {
    if (outcome === Outcome.Success) {
      this.#world.time(now, "echoMs", (now - this.#rings[item]!.at) as Duration);
      this.#over(now, "heardCount");
    } else {
      this.#over(now, "missedCount");
    }
  }

  #over(now: Instant, how: "heardCount" | "missedCount" | "unheardCount"): void {
    this.#world.count(now, how);
    this.#world.change(now, "ringing", -1);
  }
}

/** Under the name of a topic, so that a config may have it. */
export const BELL = "sns";

export const bells = (ringing: Ringing): Readonly<Record<string, NodeType>> => ({
  [BELL]: {
    is: { ...SOURCE_TYPES[BELL], invocation: "RequestResponse", acts: true, takesRecords: false, metrics: METRICS },
    open: ({ invokes }, world) => new Bell(ringing, world, invokes!),
  },
});

/** Each ring ends once, or rings still. @returns  what is wrong. */
export function ringsAmiss(source: SourceResult): string {
  const of = source as unknown as Readonly<Record<string, number>>;
  const over = of.heardCount! + of.missedCount! + of.unheardCount!;
  return of.ringsCount === over + of.ringingLast!
    ? ""
    : `${of.ringsCount} rings, ${over} over, ${of.ringingLast} ringing`;
}
