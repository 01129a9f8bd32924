/** Durable functions as a runtime: executions of several invocations, what is measured of them, and what they cost. */
import type { FunctionConfig, SimConfig } from "../../../config.ts";
import { toMs } from "../../../kernel/time.ts";
import { ONE } from "../../../pricing/exact.ts";
import type { Assumption } from "../../../result.ts";
import { FACTS } from "../../../vocabulary/facts.ts";
import { Admission } from "../../../vocabulary/throttles.ts";
import { AS_ON_DEMAND, type Runtime, type RuntimeOwners } from "../runtime.ts";
import { Durable } from "./durable.ts";

/** Null when no function is durable. */
export function openDurable(config: SimConfig, owners: RuntimeOwners): Runtime | null {
  const { functions } = owners;
  if (functions.settings.every(({ durable }) => durable === null)) return null;
  const executions = new Durable(config, owners);
  const { recorder } = executions;
  return {
    ...AS_ON_DEMAND,
    runs: (version) => functions.settings[functions.ofVersion(version)]!.durable !== null,
    lasting: executions,
    endSegment: (now) => recorder.gauges.endSegment(now),
    limitOf: (_version, admission) => (admission === Admission.ExecutionsFull ? FACTS.durableExecutions.value : null),
    fields: (segments, index) => recorder.fields(segments, index),
    histograms: (segments, index) => recorder.histograms(segments, index),
    usage: (segments, index) => ({
      "durable-operations": { count: recorder.operationsOf(segments, index), unit: ONE },
    }),
    assumptions: () => functions.settings.flatMap(assumptionsOf),
  };
}

/** DUR-5. */
function assumptionsOf({ name, durable }: FunctionConfig): Assumption[] {
  if (durable === null) return [];
  return [
    { policy: `${name}.resume`, value: "asynchronous event", rule: "DUR-5" },
    { policy: `${name}.replayPerStep`, value: `${toMs(durable.replayPerStep)}ms`, rule: "DUR-2" },
  ];
}
