/** Whose requests results tell of together: all that go into a source, and each way from one function to another. */
import type { SourceConfig } from "../../config.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type { Traffic } from "../../sources/traffic.ts";

/** Each source with what goes into it, traffic and records of functions, in name order. */
export function sourcesOf(traffic: Traffic): [name: string, indexes: number[]][] {
  const sent = traffic.entries.flatMap(({ source }, index) => (source === null ? [] : [[source, index] as const]));
  return grouped([...sent, ...linksOf(traffic, "source")]);
}

/** What functions call, or send events to, in name order. */
export const handedOnOf = (traffic: Traffic, kind: "calls" | "sends"): [name: string, indexes: number[]][] =>
  grouped(linksOf(traffic, kind));

const linksOf = ({ links }: Traffic, kind: Traffic["links"][number]["kind"]): (readonly [string, number])[] =>
  links.flatMap((link) => (link.kind === kind ? [[link.name, link.index] as const] : []));

function grouped(all: readonly (readonly [name: string, index: number])[]): [name: string, indexes: number[]][] {
  const names = [...new Set(all.map(([name]) => name))].sort();
  return names.map((name) => [name, all.flatMap(([other, index]) => (other === name ? [index] : []))]);
}

/** Name of the Region of all functions that it invokes; null where there is none, or several. */
export function regionOfSource(
  { name, invokes }: Pick<SourceConfig, "name" | "invokes">,
  functions: Functions,
  traffic: Traffic,
): string | null {
  const [, indexes = []] = sourcesOf(traffic).find(([other]) => other === name) ?? [];
  const invoked = indexes.map((index) => traffic.sources[index]!.fn.index);
  if (invokes !== undefined) invoked.push(functions.indexOf(invokes.function));
  const [region, ...others] = new Set(invoked.map((index) => functions.regionOf(index)));
  return region === undefined || others.length > 0 ? null : functions.regions[region]!.name;
}
