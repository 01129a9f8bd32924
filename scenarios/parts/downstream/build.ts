/** A downstream as SimConfig has it. */
import { type DownstreamConfig, seconds } from "../../../sim/index.ts";
import type { Member } from "../../checking.ts";
import { type DownstreamSpec, limitOf } from "../../downstreams/list.ts";
import type { Building } from "../building.ts";

/** As long as common connection pools wait for a connection. */
const MAX_WAIT_DEFAULT = seconds(30);

export function downstreamConfig(
  { name, path }: Member<DownstreamSpec>,
  spec: DownstreamSpec,
  { law }: Building,
): DownstreamConfig {
  return {
    name,
    latency: law([...path, "latency"], spec.latency),
    whenFull: spec.whenFull,
    maxWait: spec.maxWait ?? MAX_WAIT_DEFAULT,
    limit: limitOf(spec),
  };
}
