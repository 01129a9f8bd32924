/** An entry of traffic as SimConfig has it, led to its function. */

import { eventRequests, sourceType, type TrafficConfig } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import type { Member } from "../../checking.ts";
import { invocationOf } from "../../sources/list.ts";
import type { Measurements } from "../../values/measurements.ts";
import { clientOf } from "../client/build.ts";
import type { SimulateSpec } from "../run/schema.ts";
import { demandOf } from "./demand.ts";
import type { TrafficSpec } from "./schema.ts";

/** Null where it is not usable; the findings have said why. */
export function trafficOf(
  { path, spec }: Member<TrafficSpec>,
  index: number,
  { checked, simulate, measurements }: { checked: Checked; simulate: SimulateSpec; measurements: Measurements },
): TrafficConfig | null {
  if (spec === null) return null;
  const source = checked.sources.find(({ name }) => name === spec.into)?.spec;
  const demand = demandOf({ path, spec }, { tree: checked.tree, simulate, measurements });
  if (demand === null) return null;
  const rest = {
    name: spec.name ?? `traffic-${index + 1}`,
    source: spec.into ?? null,
    arrivals: spec.arrivals,
    demand,
  };
  if (source && sourceType(source.type).acts) return { ...rest, ...RECORDS };
  const target = spec.invoke ?? source?.invokes;
  if (target === undefined) return null;
  const invocationType = source ? invocationOf(source) : (spec.invocationType ?? "RequestResponse");
  return {
    ...rest,
    function: target.function,
    qualifier: target.qualifier,
    invocationType,
    client: invocationType === "Event" ? null : clientOf(spec.client),
    tenants: spec.tenants ?? null,
    ...(invocationType === "Event" ? sizeOf(spec) : {}),
  };
}

/** For a source that acts by itself: nobody waits, and what it invokes is its own business. */
const RECORDS = {
  function: null,
  qualifier: "$LATEST",
  invocationType: "Event",
  client: null,
  tenants: null,
} as const satisfies Partial<TrafficConfig>;

/** PR-R5: what is larger than an event may be is charged as several requests. */
function sizeOf({ payload = 0 }: TrafficSpec): Pick<TrafficConfig, "requestsPerEvent"> {
  const requestsPerEvent = eventRequests(payload);
  return requestsPerEvent === 1 ? {} : { requestsPerEvent };
}
