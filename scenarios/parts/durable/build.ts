/** Steps and waits of a durable function as SimConfig has them. */
import type { DurableConfig, DurableStep } from "../../../sim/index.ts";
import type { Path } from "../../text/tree.ts";
import { NO_TIME } from "../../values/distribution.ts";
import type { Law } from "../building.ts";
import type { FunctionSpec } from "../function/schema.ts";

/** A step that runs depends on memory as the handler does; a wait does not. */
interface DurableLaws {
  readonly run: Law;
  readonly wait: Law;
}

/** DUR-4: each repetition of a step is an operation of its own. */
export function durableOf(path: Path, { durable }: FunctionSpec, laws: DurableLaws): DurableConfig | null {
  if (durable === undefined) return null;
  const { steps, repeat, executionTimeout, replayPerStep } = durable;
  const once = steps.map(({ run, wait }, index): DurableStep => {
    const at = [...path, "durable", "steps", index];
    if (run !== undefined) return { kind: "run", time: laws.run([...at, "run"], run) };
    return { kind: "wait", time: laws.wait([...at, "wait"], wait ?? NO_TIME) };
  });
  return { steps: Array.from({ length: repeat }, () => once).flat(), executionTimeout, replayPerStep };
}
