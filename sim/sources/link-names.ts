/** What results and thresholds call the ways from one function to another. */
import type { SimConfig } from "../config.ts";
import { everySettings } from "../lambda/front/every-settings.ts";

/** Names of functions hold no slash. */
export const linkName = (from: string, kind: "calls" | "sends", to: string): string => `${from}/${kind}/${to}`;

/** AWS's `checkout:live`; the name alone is its `$LATEST`. */
export const aimed = (to: string, qualifier: string): string => (qualifier === "$LATEST" ? to : `${to}:${qualifier}`);

/** Names of all calls and sends from function to function that a run of this config tells of. */
export function linkNames(config: SimConfig): { readonly calls: string[]; readonly sends: string[] } {
  const of = (kind: "calls" | "sends"): string[] => {
    const names = everySettings(config).flatMap(({ name, calls, sends = [] }) =>
      (kind === "calls" ? calls : sends).flatMap((one) =>
        one.kind === "function" ? [linkName(name, kind, aimed(one.to, one.qualifier))] : [],
      ),
    );
    return [...new Set(names)].sort();
  };
  return { calls: of("calls"), sends: of("sends") };
}
