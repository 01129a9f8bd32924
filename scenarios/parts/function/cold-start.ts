/**
 * What a function's cold starts take: as the scenario says, else as its framework was measured, else as hello world was
 * on its runtime.
 *
 * A measured first run is assumed where the Init is a measured one as well and the scenario names the runtime (or the
 * framework). Who gives an Init of their own has measured their function: they add `firstRun` if their run does not
 * hold it.
 */
import type { Distribution, FirstRunConfig } from "../../../sim/index.ts";
import type { Path } from "../../text/tree.ts";
import {
  type Deployed,
  firstRunDefault,
  type Grounded,
  initDefault,
  RUNTIME_DEFAULT,
  restoreDefault,
  restoredRunDefault,
} from "../../values/cold-starts.ts";
import { NO_TIME } from "../../values/distribution.ts";
import { type FrameworkStart, frameworkStart } from "../../values/frameworks.ts";
import type { Law } from "../building.ts";
import type { FunctionSpec } from "./schema.ts";

export const deployedOf = (spec: FunctionSpec): Deployed => ({
  runtime: spec.runtime ?? RUNTIME_DEFAULT,
  packageType: spec.package,
  architecture: spec.architecture ?? "x86_64",
  memoryMb: spec.memory,
});

const frameworkOf = (spec: FunctionSpec): FrameworkStart | null =>
  spec.framework === undefined ? null : frameworkStart(spec.framework, deployedOf(spec));

/** Null where nothing was measured that is like this function. */
export const measuredInit = (spec: FunctionSpec): Grounded | null =>
  spec.framework === undefined ? initDefault(deployedOf(spec)) : (frameworkOf(spec)?.init ?? null);

export function measuredRestore(spec: FunctionSpec): Grounded | null {
  const restores = typeof spec.snapStart === "boolean" ? "daily" : spec.snapStart.restores;
  return spec.framework === undefined
    ? restoreDefault(deployedOf(spec), restores)
    : (frameworkOf(spec)?.restore ?? null);
}

interface Init {
  readonly init: Distribution;
  readonly initBasis?: string;
}

export function initOf(path: Path, spec: FunctionSpec, law: Law): Init {
  if (spec.init !== undefined) return { init: law([...path, "init"], spec.init) };
  const measured = measuredInit(spec);
  if (measured === null) return { init: NO_TIME };
  // LMI-2: no request waits for one.
  return spec.managedInstances === undefined
    ? { init: measured.time, initBasis: measured.basis }
    : { init: measured.time };
}

export function restoreOf(path: Path, spec: FunctionSpec, law: Law): Distribution | null {
  return spec.restore === undefined ? (measuredRestore(spec)?.time ?? null) : law([...path, "restore"], spec.restore);
}

/** PC-14, LIFE-24. */
export function firstRunOf(path: Path, spec: FunctionSpec, law: Law): { readonly firstRun?: FirstRunConfig } {
  if (spec.managedInstances !== undefined) return {};
  const own = spec.firstRun === undefined ? null : law([...path, "firstRun"], spec.firstRun);
  const restored = restoredRunOf(path, spec, law, own);
  const measured = own === null ? measuredRun(spec) : { time: own, basis: "as given" };
  if (measured === null && restored === null) return {};
  const basis = [measured?.basis, restored?.basis].filter((text) => text !== undefined);
  return {
    firstRun: { time: measured?.time ?? null, restored: restored?.time ?? null, basis: [...new Set(basis)].join("; ") },
  };
}

function measuredRun(spec: FunctionSpec): Grounded | null {
  if (spec.framework !== undefined) return frameworkOf(spec)?.firstRun ?? null;
  return isHelloWorld(spec) ? firstRunDefault(deployedOf(spec)) : null;
}

const isHelloWorld = ({ runtime, init }: FunctionSpec): boolean => runtime !== undefined && init === undefined;

/** Only of functions with snapshots. Without a law of its own it is the function's own one. */
function restoredRunOf(path: Path, spec: FunctionSpec, law: Law, own: Distribution | null): Grounded | null {
  const { snapStart } = spec;
  if (snapStart === false) return null;
  const given = snapStart === true ? undefined : snapStart.firstRun;
  if (given !== undefined) return { time: law([...path, "snapStart", "firstRun"], given), basis: "as given" };
  if (own !== null) return { time: own, basis: "as given" };
  const asHelloWorld = spec.framework === undefined && isHelloWorld(spec) && spec.restore === undefined;
  return asHelloWorld ? restoredRunDefault(deployedOf(spec)) : null;
}
