/** An entry of traffic as SimConfig has it, led to its function. */
import { type ClientConfig, eventRequests, type RetryMode, type TrafficConfig } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import type { Member } from "../../checking.ts";
import type { Measurements } from "../../values/measurements.ts";
import type { SimulateSpec } from "../run/schema.ts";
import { demandOf } from "./demand.ts";
import type { TrafficSpec } from "./schema.ts";

/** SDK-1 to SDK-6: attempts in all. */
const ATTEMPTS: Readonly<Record<RetryMode, number>> = {
  none: 1,
  "standard-2026": 3,
  adaptive: 3,
  "legacy-python": 5,
  "standard-python": 3,
  "standard-js": 3,
  "legacy-java": 4,
};

/** What a caller does unless the scenario says otherwise (SDK-7). */
const DEFAULT_CLIENT: NonNullable<TrafficSpec["client"]> = { retry: "standard-2026", clients: 1 };

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
    source === undefined || source === null ? (spec.invocationType ?? "RequestResponse") : typeOf(source);
  return {
    name: spec.name ?? `traffic-${index + 1}`,
    function: target.function,
    qualifier: target.qualifier,
    source: spec.into ?? null,
    invocationType,
    arrivals: spec.arrivals,
    demand,
    client: invocationType === "Event" ? null : clientOf(spec.client ?? DEFAULT_CLIENT),
    tenants: spec.tenants ?? null,
    ...(invocationType === "Event" ? sizeOf(spec) : {}),
  };
}

/** PR-R5: what is larger than an event may be is charged as several requests. */
function sizeOf({ payload = 0 }: TrafficSpec): Pick<TrafficConfig, "requestsPerEvent"> {
  const requestsPerEvent = eventRequests(payload);
  return requestsPerEvent === 1 ? {} : { requestsPerEvent };
}

/** INV-2: what AWS pushes is always asynchronous. */
const typeOf = (source: NonNullable<Checked["sources"][number]["spec"]>): TrafficConfig["invocationType"] =>
  source.type === "direct" ? source.invocationType : "Event";

const clientOf = ({ retry, attempts, timeout, clients }: NonNullable<TrafficSpec["client"]>): ClientConfig => ({
  retry,
  attempts: attempts ?? ATTEMPTS[retry],
  timeout: timeout ?? null,
  clients,
});
