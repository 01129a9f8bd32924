/** Settings of a recorded trace that exclude each other. */
import type { ProblemId } from "../../text/explanations.ts";
import type { Message } from "../../text/findings.ts";
import type { TraceFields } from "./schema.ts";

/** Settings of a trace that say nothing together. */
export function traceConflicts({ count, every, scale, duration, end }: TraceFields): (Message & Conflict)[] {
  const alone = (field: string, needed: string): Message & Conflict => {
    const hint = `remove it, or name the column with ${needed}`;
    return { id: "useless-field", field, text: `has no meaning without '${needed}'`, hint };
  };
  const both = "a row is either one request or a number of them: remove one";
  return [
    ...(count !== undefined && duration !== undefined
      ? [{ id: "pick-one", field: "duration", text: "cannot be used with 'count'", hint: both } as const]
      : []),
    ...(count === undefined && every !== undefined ? [alone("every", "count")] : []),
    ...(count === undefined && scale !== undefined ? [alone("scale", "count")] : []),
    ...(duration === undefined && end ? [alone("end", "duration")] : []),
  ];
}

interface Conflict {
  readonly id: ProblemId;
  readonly field: string;
}
