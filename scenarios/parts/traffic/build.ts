/** An entry of traffic as SimConfig has it, led to its function. */

import { eventRequests, type TrafficConfig } from "../../../sim/index.ts";
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
  const target = spec.invoke ?? source?.invokes;
  const demand = demandOf({ path, spec }, { tree: checked.tree, simulate, measurements });
  if (demand === null || target === undefined) return null;
  const invocationType =
    source === undefined || source === null ? (spec.invocationType ?? "RequestResponse") : invocationOf(source);
  return {
    name: spec.name ?? `traffic-${index + 1}`,
    function: target.function,
    qualifier: target.qualifier,
    source: spec.into ?? null,
    invocationType,
    arrivals: spec.arrivals,
    demand,
    client: invocationType === "Event" ? null : clientOf(spec.client),
    tenants: spec.tenants ?? null,
    ...(invocationType === "Event" ? sizeOf(spec) : {}),
  };
}

/** PR-R5: what is larger than an event may be is charged as several requests. */
function sizeOf({ payload = 0 }: TrafficSpec): Pick<TrafficConfig, "requestsPerEvent"> {
  const requestsPerEvent = eventRequests(payload);
  return requestsPerEvent === 1 ? {} : { requestsPerEvent };
}
