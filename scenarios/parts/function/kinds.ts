/** Kinds of functions that this version does not simulate together: each such pair is a problem, none is ignored. */
import type { CheckedSystem } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import { later } from "../../values/units.ts";
import { routedAliases } from "../aliases/schema.ts";
import type { PartRules } from "../part.ts";
import type { FunctionSpec } from "./schema.ts";

/** Fields that make a function one of a kind. */
const KINDS = {
  managedInstances: (spec: FunctionSpec) => spec.managedInstances !== undefined,
  durable: (spec: FunctionSpec) => spec.durable !== undefined,
  tenancy: (spec: FunctionSpec) => spec.tenancy !== undefined,
  extensions: (spec: FunctionSpec) => spec.extensions !== undefined,
  state: (spec: FunctionSpec) => spec.state !== undefined,
  updates: (spec: FunctionSpec) => spec.updates.length > 0,
  aliases: (spec: FunctionSpec) => routedAliases(spec.aliases).length > 0,
};

const APART: readonly (readonly [kind: keyof typeof KINDS, others: readonly (keyof typeof KINDS)[]])[] = [
  ["managedInstances", ["durable", "tenancy", "extensions", "state", "updates"]],
  ["durable", ["tenancy", "extensions", "state", "updates", "aliases"]],
];

function ofSystem({ functions }: CheckedSystem, report: Report): void {
  for (const { path, spec } of functions) {
    if (spec === null) continue;
    for (const [kind, others] of APART.filter(([name]) => KINDS[name](spec))) {
      for (const other of others.filter((name) => KINDS[name](spec))) {
        const spot = report.spot([...path, other]);
        const text = later(`${spot.path} together with ${kind} is`);
        report.errorAt("unsupported", spot, { text, hint: "remove one of the two" });
      }
    }
  }
}

export const kindRules: PartRules = { ofSystem };
