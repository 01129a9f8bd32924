/** Quotas that depend on more than one field: requests by their way in, and /tmp beside SnapStart. */

import { FACTS } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import { invocationOf } from "../../sources/list.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import { parseBytes } from "../../values/quantity.ts";
import type { PartRules } from "../part.ts";
import type { TrafficSpec } from "../traffic/schema.ts";

const AWS_STORAGE = "AWS: 400 InvalidParameterValueException";

function ofScenario(checked: Checked, report: Report): void {
  for (const { path, spec } of checked.functions) {
    if (!spec?.snapStart || (spec.ephemeralStorage ?? 0) <= FACTS.storageMinMb.value) continue;
    const text = `is more than ${FACTS.storageMinMb.value}MB, which SnapStart does not allow (SNAP-3); ${AWS_STORAGE}`;
    const hint = `lower it to ${FACTS.storageMinMb.value}MB, or remove snapStart`;
    report.error("snapstart-storage", [...path, "ephemeralStorage"], { text, hint });
  }
  for (const { path, spec } of checked.traffic) {
    if (spec?.payload !== undefined) payload([...path, "payload"], spec.payload, isEvent(spec, checked), report);
  }
}

function payload(path: Path, size: number, event: boolean, report: Report): void {
  const most = `${(event ? FACTS.eventPayloadMaxMb : FACTS.payloadMaxMb).value}MB`;
  const limit = parseBytes(most);
  if (!limit.ok || size <= limit.value) return;
  const given = report.at(path);
  const what = event ? "an Event" : "a synchronous request";
  const found = given?.kind === "scalar" ? given.text : String(size);
  const text = `is ${found}, but ${what} has at most ${most} (LIM-8); AWS: 413 RequestTooLargeException`;
  report.error("out-of-range", path, { text, hint: `lower it to ${most}, or send a reference to S3` });
}

function isEvent(spec: TrafficSpec, { sources }: Checked): boolean {
  const source = sources.find(({ name }) => name === spec.into)?.spec;
  if (source === undefined || source === null) return spec.invocationType === "Event";
  return invocationOf(source) === "Event";
}

export const quotaRules: PartRules = { ofScenario };
