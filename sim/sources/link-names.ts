/** What results and thresholds call the ways from one function to another. */
import type { SimConfig } from "../config.ts";

/** Names of functions hold no slash. */
export const linkName = (from: string, kind: "calls" | "sends", to: string): string => `${from}/${kind}/${to}`;

/** AWS's `checkout:live`; the name alone is its `$LATEST`. */
export const aimed = (to: string, qualifier: string): string => (qualifier === "$LATEST" ? to : `${to}:${qualifier}`);

/** Names of destinations that are neither functions nor sources: those that a result counts records of. */
export function destinationNames({ functions, sources, changes }: SimConfig): string[] {
  const known = new Set([...functions, ...sources].map(({ name }) => name));
  const settings = [...functions, ...changes.flatMap((change) => change.functions)];
  const named = settings.flatMap(({ async: { onSuccess, onFailure, deadLetter } }) => [
    onSuccess,
    onFailure,
    deadLetter,
  ]);
  return [...new Set(named.filter((name) => name !== null && !known.has(name)))].filter((name) => name !== null).sort();
}

/** Names of all calls and sends from function to function that a run of this config tells of. */
export function linkNames(config: SimConfig): { readonly calls: string[]; readonly sends: string[] } {
  const of = (kind: "calls" | "sends"): string[] => [
    ...new Set(
      [...config.functions, ...config.changes.flatMap(({ functions }) => functions)].flatMap(
        ({ name, calls, sends = [] }) =>
          (kind === "calls" ? calls : sends).flatMap((one) =>
            one.kind === "function" ? [linkName(name, kind, aimed(one.to, one.qualifier))] : [],
          ),
      ),
    ),
  ];
  return { calls: of("calls").sort(), sends: of("sends").sort() };
}
