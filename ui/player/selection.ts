/** Which functions, Regions and events are in the lists, in which order, and which of them is meant. */
import type { NotableEvent } from "../../sim/index.ts";
import { eventText } from "./event-text.ts";
import type { FunctionTrack, Recording, RegionTrack } from "./recording.ts";
import type { Sort, View } from "./view.ts";

/** A row of the table: a function, or a Region as a whole. */
export type TableRow =
  | { readonly kind: "function"; readonly key: string; readonly track: FunctionTrack }
  | { readonly kind: "region"; readonly key: string; readonly track: RegionTrack };

const KEYS: Readonly<Record<Exclude<Sort, "name">, (track: FunctionTrack) => number>> = {
  throttle: ({ total }) => total.throttled,
  rate: ({ total }) => total.perSecond,
  busy: ({ total }) => total.busyMax,
  cold: ({ total }) => total.cold,
  p99: ({ total }) => total.p99Ms,
};

/** By the whole run, so that no row changes its place while the film plays; equal ones by how busy they were. */
function inOrder({ functions }: Recording, sort: Sort): FunctionTrack[] {
  if (sort === "name") return [...functions];
  const key = KEYS[sort];
  return [...functions].sort((a, b) => key(b) - key(a) || b.total.busyMax - a.total.busyMax);
}

type Choice = Pick<View, "sort" | "filter" | "selected">;

const isIn = (text: string, filter: string): boolean => text.toLowerCase().includes(filter.toLowerCase());

/** Functions whose names hold the filter, then the Regions: names of functions have no @. */
export function rowsIn(recording: Recording, { sort, filter }: Choice): TableRow[] {
  const functions = inOrder(recording, sort).filter(({ name }) => isIn(name, filter));
  const regions = recording.regions.filter(({ name }) => isIn(name, filter));
  return [
    ...functions.map((track) => ({ kind: "function" as const, key: track.name, track })),
    ...regions.map((track) => ({ kind: "region" as const, key: `@${track.name}`, track })),
  ];
}

/** The row whose charts are shown: the chosen one, else the function refused most. */
export function selectedRow(recording: Recording, view: Choice): TableRow | null {
  const all = rowsIn(recording, { ...view, filter: "" });
  const chosen = all.find(({ key }) => key === view.selected);
  return chosen ?? rowsIn(recording, { ...view, filter: "", sort: "throttle" })[0] ?? null;
}

/** The selected function; of a Region, its busiest one. */
export function selectedFunction(recording: Recording, view: Choice): FunctionTrack | null {
  const row = selectedRow(recording, view);
  if (row === null) return null;
  return row.kind === "function" ? row.track : (row.track.functions[0] ?? null);
}

/** The selected Region, or that of the selected function. */
export function selectedRegion(recording: Recording, view: Choice): RegionTrack | null {
  const row = selectedRow(recording, view);
  if (row?.kind === "region") return row.track;
  return recording.regions.find(({ name }) => name === row?.track.region) ?? recording.regions[0] ?? null;
}

/** Long enough that nothing of the text is left out. */
const WHOLE = 1_000;

/** Events whose subject or words hold the filter. */
export function eventsIn({ events }: Recording, filter: string): readonly NotableEvent[] {
  if (filter === "") return events;
  return events.filter((event) => isIn(event.subject, filter) || isIn(eventText(event, WHOLE), filter));
}

/** The event to mark: chosen by hand, or the last one that has begun; -1 before the first. */
export function eventRowOf(recording: Recording, view: Pick<View, "eventRow" | "momentMs" | "filter">): number {
  const events = eventsIn(recording, view.filter);
  if (view.eventRow !== null) return Math.min(view.eventRow, events.length - 1);
  return events.findLastIndex(({ atMs }) => atMs <= view.momentMs);
}
