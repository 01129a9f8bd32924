/**
 * A type of source that only tests know: records fall into it, and it hands them to a function in batches. It turns
 * records away when it is full, and tries a refused batch again.
 */
import { type Duration, type Instant, milliseconds, SOURCE_TYPES } from "../../../sim/index.ts";
import { Outcome } from "../../../sim/lambda/front/outcomes.ts";
import { Accepted, type Aim, type Node, type NodeType, type World } from "../../../sim/sources/node.ts";
import { flow, gauge, metricOf, number, time } from "../../../sim/vocabulary/metrics/metric.ts";
import { Admission } from "../../../sim/vocabulary/throttles.ts";

const BROKEN = -1;

const metric = metricOf("source");
export const HOPPER_METRICS = [
  metric("poured", flow("pouredCount"), "records whose run ended well", { series: true }),
  metric("spilt", number("spiltCount"), "records whose run ended otherwise, or that a stopped chain has lost"),
  metric("waiting", gauge("waiting"), "records in it, or with a run"),
  metric("held", time("heldMs"), "from the arrival of a record to the end of its run"),
] as const;

interface Grain {
  readonly since: Instant;
  readonly chain: number;
}

interface Kept {
  /** More are turned away. */
  readonly most: number;
  /** In one invocation. */
  readonly batch: number;
  /** Between two tries. */
  readonly every: Duration;
}

export const HOPPER: Kept = { most: 5, batch: 2, every: milliseconds(100) };

function hopper(world: World<typeof HOPPER_METRICS>, aim: Aim, { most, batch, every }: Kept): Node {
  const invoke = world.invokes(aim);
  const grains: Grain[] = [];
  const batches: Grain[][] = [];
  let looking = false;
  const gone = (now: Instant, of: readonly Grain[], field: "pouredCount" | "spiltCount"): void => {
    world.count(now, field, of.length);
    world.change(now, "waiting", -of.length);
    if (field === "pouredCount") for (const { since } of of) world.time(now, "heldMs", (now - since) as Duration);
  };
  const look = (now: Instant): void => {
    looking = false;
    const taken = grains.slice(0, batch);
    if (taken.length === 0) return;
    const chains = taken.map(({ chain }) => chain);
    const furthest = chains.includes(BROKEN) ? BROKEN : Math.max(...chains);
    const admission = invoke(now, batches.push(taken) - 1, undefined, furthest);
    if (admission < Admission.ReservedZero || admission === Admission.Stopped) grains.splice(0, taken.length);
    if (admission === Admission.Stopped) gone(now, taken, "spiltCount");
    lookAgain(now);
  };
  const lookAgain = (now: Instant): void => {
    if (looking || grains.length === 0) return;
    looking = true;
    world.at((now + every) as Instant, look);
  };
  return {
    begin() {},
    accept(now, chain) {
      if (grains.length >= most) return Accepted.TurnedAway;
      grains.push({ since: now, chain });
      world.change(now, "waiting", 1);
      lookAgain(now);
      return Accepted.Taken;
    },
    onOutcome: (now, item, outcome) =>
      gone(now, batches[item]!, outcome === Outcome.Success ? "pouredCount" : "spiltCount"),
  };
}

/** Under the name of a topic, so that a config may have it. */
export const hoppers = (kept: Partial<Kept> = {}): Readonly<Record<string, NodeType>> => ({
  sns: {
    is: { ...SOURCE_TYPES.sns, acts: true, invocation: "RequestResponse", metrics: HOPPER_METRICS },
    open: ({ invokes }, world) => hopper(world, invokes!, { ...HOPPER, ...kept }),
  },
});
