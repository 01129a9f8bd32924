/** What AWS does with snapshots, by runtime. */

/** SNAP-1: Java 11, Python 3.12, .NET 8 and later. */
export function hasSnapStart(runtime: string): boolean {
  const [, java, python, dotnet] = /^(?:java(\d+)|python3\.(\d+)|dotnet(\d+))(?!.*-aot)/.exec(runtime) ?? [];
  return Number(java ?? 0) >= 11 || Number(python ?? 0) >= 12 || Number(dotnet ?? 0) >= 8;
}

/** SNAP-8: of all runtimes, only Java's snapshots are deleted. */
export const losesSnapshots = (runtime: string | undefined): boolean => runtime?.startsWith("java") ?? false;
