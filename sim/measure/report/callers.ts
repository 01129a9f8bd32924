/** Whose requests results tell of together: all that go through a source, and each way from one function to another. */
import type { SimConfig, SourceConfig } from "../../config.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type { Traffic } from "../../sources/traffic.ts";

interface Told {
  readonly config: SimConfig;
  readonly functions: Functions;
  readonly traffic: Traffic;
}

type Grouped = [name: string, indexes: number[]][];

/**
 * Each source with what goes through it to a function, traffic and records of functions, or what it invokes by itself,
 * in name order.
 */
export function sourcesOf({ config, traffic }: Pick<Told, "config" | "traffic">): Grouped {
  const acting = config.sources.filter((source) => traffic.acts(source)).map(({ name }) => name);
  return grouped(through(traffic), acting);
}

/** What goes through sources, or is invoked by them: name of the source, and the index. */
function through(traffic: Traffic): (readonly [string, number])[] {
  const sent = traffic.entries.flatMap(({ source, function: name }, index) =>
    source === null || name === null ? [] : [[source, index] as const],
  );
  return [...sent, ...linksOf(traffic, "source")];
}

const throughOf = (traffic: Traffic, name: string): number[] =>
  through(traffic).flatMap(([source, index]) => (source === name ? [index] : []));

/** What hands records to a source that acts by itself: traffic, and functions. */
export function inletsOf({ entries, links }: Traffic, name: string): number[] {
  const sent = entries.flatMap(({ source, function: fn }, index) => (source === name && fn === null ? [index] : []));
  return [...sent, ...links.flatMap((link) => (link.kind === "records" && link.name === name ? [link.index] : []))];
}

/** What functions call, or send events to, in name order. */
export const handedOnOf = (traffic: Traffic, kind: "calls" | "sends"): Grouped => grouped(linksOf(traffic, kind));

const linksOf = ({ links }: Traffic, kind: Traffic["links"][number]["kind"]): (readonly [string, number])[] =>
  links.flatMap((link) => (link.kind === kind ? [[link.name, link.index] as const] : []));

/** @param also  names that are there in any case. */
function grouped(all: readonly (readonly [name: string, index: number])[], also: readonly string[] = []): Grouped {
  const groups = new Map<string, number[]>(also.map((name) => [name, []]));
  for (const [name, index] of all) {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [index]);
    else group.push(index);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Name of the Region of all functions that it invokes; null where there is none, or several. */
export function regionOfSource({ name, invokes }: SourceConfig, told: Told): string | null {
  const { functions, traffic } = told;
  const invoked = throughOf(traffic, name).map((index) => traffic.sources[index]!.fn.index);
  if (invokes !== undefined) invoked.push(functions.indexOf(invokes.function));
  const [region, ...others] = new Set(invoked.map((index) => functions.regionOf(index)));
  return region === undefined || others.length > 0 ? null : functions.regions[region]!.name;
}
