/** A downstream as SimConfig has it. */
import { type DownstreamConfig, seconds } from "../../../sim/index.ts";
import type { Member } from "../../checking.ts";
import type { Building } from "../building.ts";
import type { DownstreamSpec } from "./schema.ts";

/** As long as common connection pools wait for a connection. */
const MAX_WAIT_DEFAULT = seconds(30);

export function downstreamConfig(
  { name, path }: Member<DownstreamSpec>,
  spec: DownstreamSpec,
  { law }: Building,
): DownstreamConfig {
  const rest = {
    name,
    latency: law([...path, "latency"], spec.latency),
    whenFull: spec.whenFull,
    maxWait: spec.maxWait ?? MAX_WAIT_DEFAULT,
  };
  if (spec.type === "pool") return { ...rest, limit: { kind: "pool", size: spec.size } };
  const burst = spec.burst ?? Math.max(1, Math.ceil(spec.limit));
  return { ...rest, limit: { kind: "rate", perSecond: spec.limit, burst } };
}
