/** What a function hands on as SimConfig has it, and which sources get any of it. */
import {
  type CallConfig,
  type FunctionConfig,
  type SendConfig,
  type SourceConfig,
  sourceType,
} from "../../../sim/index.ts";
import type { CheckedSystem } from "../../checked.ts";
import type { Path } from "../../text/tree.ts";
import type { Building } from "../building.ts";
import { callClientOf } from "../client/build.ts";
import type { FunctionSpec } from "../function/schema.ts";
import type { Target } from "../source/target.ts";

/** `checkout` is its $LATEST, `checkout:live` its alias. */
export function aimOf(to: string): Target {
  const [name = "", qualifier = "$LATEST"] = to.split(":");
  return { function: name, qualifier };
}

/** What a name stands for: a downstream before a function, and that before a source. */
export function calledBy(to: string, { downstreams, functions }: CheckedSystem): "downstream" | "function" | "source" {
  if (downstreams.some(({ name }) => name === to)) return "downstream";
  return functions.some(({ name }) => name === aimOf(to).function) ? "function" : "source";
}

export function callsOf({ calls }: FunctionSpec, system: CheckedSystem): CallConfig[] {
  return calls.map(({ to, share, client }): CallConfig => {
    const kind = calledBy(to, system);
    if (kind === "downstream") return { to, share };
    if (kind === "source") return { kind, to, share };
    const { function: name, qualifier } = aimOf(to);
    return { kind, to: name, qualifier, share, client: callClientOf(client) };
  });
}

/** Nothing of a function that sends nothing. */
export function sendsOf(path: Path, { sends }: FunctionSpec, { system, law }: Building): Pick<FunctionConfig, "sends"> {
  if (sends.length === 0) return {};
  return {
    sends: sends.map(({ to, share, delay, atMost = null }, index): SendConfig => {
      const rest = { share, delay: law([...path, "sends", index, "delay"], delay), atMost };
      const { function: name, qualifier } = aimOf(to);
      const known = system.functions.some((one) => one.name === name);
      return known ? { kind: "function", to: name, qualifier, ...rest } : { kind: "source", to, ...rest };
    }),
  };
}

/** Functions that others call or send events to, by whatever qualifier. */
export const handedTo = (system: CheckedSystem): Target[] =>
  system.functions.flatMap(({ spec }) => {
    if (spec === null) return [];
    const called = spec.calls.filter(({ to }) => calledBy(to, system) === "function");
    return [...called, ...spec.sends].map(({ to }) => aimOf(to));
  });

/**
 * Only of sources that act by themselves, or into which functions put records, the config says what they invoke:
 * traffic names it, too.
 */
export function sourcesOf(sources: readonly SourceConfig[], functions: readonly FunctionConfig[]): SourceConfig[] {
  const names = new Set(functions.map(({ name }) => name));
  const used = functions.flatMap(({ async, calls, sends = [] }) => [
    ...[async.onSuccess, async.onFailure, async.deadLetter].filter((name) => name !== null && !names.has(name)),
    ...[...calls, ...sends].flatMap(({ kind, to }) => (kind === "source" ? [to] : [])),
  ]);
  return sources.map((source) => {
    if (used.includes(source.name) || sourceType(source.type).acts) return source;
    const { invokes: _invokes, accept: _accept, ...rest } = source;
    return rest;
  });
}
