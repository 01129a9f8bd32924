/** Quotas that depend on more than one field: requests by their way in, and /tmp beside SnapStart. */
import { FACTS } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import type { Findings } from "../../text/findings.ts";
import { spotOf, treeAt } from "../../text/tree.ts";
import { parseBytes } from "../../values/quantity.ts";
import type { TrafficSpec } from "../traffic/schema.ts";

export function examineQuotas(checked: Checked, findings: Findings): void {
  for (const { path, spec } of checked.functions) {
    if (!spec?.snapStart || (spec.ephemeralStorage ?? 0) <= FACTS.storageMinMb.value) continue;
    const spot = spotOf(checked.tree, [...path, "ephemeralStorage"]);
    const text = `${spot.path} is more than ${FACTS.storageMinMb.value}MB, which SnapStart does not allow (SNAP-3)`;
    const hint = `lower it to ${FACTS.storageMinMb.value}MB, or remove snapStart`;
    findings.error("snapstart-storage", spot, { text: `${text}; AWS: 400 InvalidParameterValueException`, hint });
  }
  for (const { path, spec } of checked.traffic) {
    if (spec?.payload === undefined) continue;
    const event = isEvent(spec, checked);
    const most = `${(event ? FACTS.eventPayloadMaxMb : FACTS.payloadMaxMb).value}MB`;
    const limit = parseBytes(most);
    if (!limit.ok || spec.payload <= limit.value) continue;
    const at = [...path, "payload"];
    const spot = spotOf(checked.tree, at);
    const given = treeAt(checked.tree, at);
    const what = event ? "an Event" : "a synchronous request";
    const found = given?.kind === "scalar" ? given.text : String(spec.payload);
    const text = `${spot.path} is ${found}, but ${what} has at most ${most} (LIM-8); AWS: 413 RequestTooLargeException`;
    findings.error("out-of-range", spot, { text, hint: `lower it to ${most}, or send a reference to S3` });
  }
}

/** INV-2: what AWS pushes is always asynchronous. */
function isEvent(spec: TrafficSpec, { sources }: Checked): boolean {
  const source = sources.find(({ name }) => name === spec.into)?.spec;
  if (source === undefined || source === null) return spec.invocationType === "Event";
  return source.type !== "direct" || source.invocationType === "Event";
}
