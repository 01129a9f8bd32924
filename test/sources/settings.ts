/** What is drawn for a case: its Region, the function that the source invokes, what changes, and a neighbour. */
import fc from "fast-check";
import type { DownstreamConfig, RegionModel } from "../../sim/index.ts";
import { model, pick, whole } from "../laws/configs/parts.ts";
import { changes, quota } from "./changes.ts";
import { type FunctionLiteral, target } from "./targets.ts";

export const NEIGHBOUR = "n";

/** A function of every runtime, far away from whatever the source does. */
const NEIGHBOURS: readonly { readonly fn: FunctionLiteral; readonly invoke: string; readonly tenants?: true }[] = [
  { fn: {}, invoke: NEIGHBOUR },
  { fn: { provisioned: 2 }, invoke: `${NEIGHBOUR}:live` },
  { fn: { managed: {} }, invoke: NEIGHBOUR },
  { fn: { durable: { steps: [50, -2000, 50] } }, invoke: NEIGHBOUR },
  { fn: { tenancy: { share: "pool" } }, invoke: NEIGHBOUR, tenants: true },
];

/** SCALE-1, SCALE-6: also so few environments and requests per second that a function soon wants more. */
const tightModel: fc.Arbitrary<RegionModel> = fc
  .record({ model, scalingAllowance: pick(null, null, 1, 3) })
  .map(({ model: plain, scalingAllowance }) => (scalingAllowance === null ? plain : { ...plain, scalingAllowance }));

/** Whatever there may be. @param tenants  TEN-3: whether the source's requests may name a tenant. */
export const anySettings = (tenants: boolean) =>
  fc.record({
    seed: whole(1, 1_000_000),
    seconds: whole(5, 20),
    ignoreSeconds: pick(0, 0, 3),
    /** Whether a part of the run is told apart. */
    windowed: fc.boolean(),
    quota,
    model: tightModel,
    target: target(tenants),
    downstream: fc.record({
      size: whole(1, 3),
      latency: pick(5, 400),
      whenFull: pick<DownstreamConfig["whenFull"]>("wait", "error"),
    }),
    changes,
    twin: fc.boolean(),
    neighbour: pick(...NEIGHBOURS),
  });
export type Settings = ReturnType<typeof anySettings> extends fc.Arbitrary<infer T> ? T : never;
