/** What AWS does with snapshots, by runtime and package. */
import type { FunctionSpec } from "../function/schema.ts";

/** SNAP-1: Java 11, Python 3.12, .NET 8 and later. */
export function hasSnapStart(runtime: string): boolean {
  const [, java, python, dotnet] = /^(?:java(\d+)|python3\.(\d+)|dotnet(\d+))(?!.*-aot)/.exec(runtime) ?? [];
  return Number(java ?? 0) >= 11 || Number(python ?? 0) >= 12 || Number(dotnet ?? 0) >= 8;
}

/** SNAP-1: of images, also those of other bases that say so, or that have the hooks. */
export function takesSnapshots({ runtime, package: packageType, snapStart }: FunctionSpec): boolean {
  if (runtime !== undefined && hasSnapStart(runtime)) return true;
  return packageType === "image" && typeof snapStart === "object" && snapStart.label === "Allow";
}

/** SNAP-8: of all runtimes, only Java's snapshots are deleted. */
export const losesSnapshots = (runtime: string | undefined): boolean => runtime?.startsWith("java") ?? false;
