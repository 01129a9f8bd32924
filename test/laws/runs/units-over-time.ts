/** Provisioned units of a run as it went: READY ones from the limits in force, wanted ones from the notable events. */
import type { FunctionLimits, RegionLimits, Result, SimConfig } from "../../../sim/index.ts";
import { holdersOf } from "../settings.ts";

/** From this moment (us) on, until the next. */
export interface Step<T> {
  readonly at: number;
  readonly value: T;
}

export const us = (ms: number): number => Math.round(ms * 1000);

const steps = <T extends { readonly fromMs: number }>(entries: readonly T[]): Step<T>[] =>
  entries.map((value) => ({ at: us(value.fromMs), value }));

/** What holds at a moment; asked for moments that never go back. */
export class InForce<T> {
  readonly #steps: readonly Step<T>[];
  #place = 0;

  constructor(all: readonly Step<T>[]) {
    this.#steps = all;
  }

  at(moment: number): Step<T> {
    while (this.#place + 1 < this.#steps.length && this.#steps[this.#place + 1]!.at <= moment) this.#place++;
    return this.#steps[this.#place]!;
  }
}

export const limitsOver = ({ limits }: Result, fn: string): Step<FunctionLimits>[] => steps(limits.functions[fn]!);
export const regionLimitsOver = ({ limits }: Result, region: string): Step<RegionLimits>[] =>
  steps(limits.regions[region]!);

/**
 * PC-4, PC-7: another number of units of a version is asked for, or AWS refuses it (of a holder then), or some have
 * come, or will never come. Units "waiting" have come, but not all of them are READY; "all-there": none waits any more.
 */
export interface UnitNote {
  readonly at: number;
  readonly qualifier: string;
  readonly kind: "wanted" | "refused" | "ready" | "waiting" | "all-there" | "failed" | "replaced" | "stays" | "stayed";
  readonly units: number;
  /** Of "wanted" and "refused": how many were wanted before. */
  readonly before: number;
}

const NOTES: readonly (readonly [UnitNote["kind"], RegExp])[] = [
  ["wanted", /^(.+): (\d+) provisioned units wanted, (\d+) before$/],
  ["refused", /^(.+): (\d+) provisioned units refused, (\d+) stay: .+$/],
  ["ready", /^(.+): (\d+) provisioned units READY, \d+ now$/],
  ["waiting", /^(.+): (\d+) provisioned units allocated, \d+ READY, \d+ wait for others to end$/],
  ["all-there", /^(.+): no provisioned units wait any more, (\d+) READY now$/],
  ["failed", /^(.+): (\d+) provisioned units FAILED: .+$/],
  ["replaced", /^(.+): (\d+) provisioned units asked for on the new version, the old one serves until they are READY$/],
  ["stays", /^(.+): requests stay with version (.+) until the units of version .+ are READY$/],
  ["stayed", /^(.+): requests stay with the old version()$/],
];

const RESERVATION = /^reservation of (\d+|none) refused, (\d+|none) stays: .+$/;

/** PC-2, RES-6: moments at which AWS refuses another reservation of a function. */
export const refusedReservations = ({ events }: Result, fn: string): number[] =>
  events
    .filter(({ kind, subject, detail }) => kind === "provisioned" && subject === fn && RESERVATION.test(detail))
    .map(({ atMs }) => us(atMs));

export const unitNotes = ({ events }: Result, fn: string): UnitNote[] =>
  events
    .filter(({ kind, subject, detail }) => kind === "provisioned" && subject === fn && !RESERVATION.test(detail))
    .map(({ atMs, detail }) => {
      for (const [kind, pattern] of NOTES) {
        const found = pattern.exec(detail);
        if (found === null) continue;
        const [, qualifier, units, before] = found;
        return { at: us(atMs), qualifier: qualifier!, kind, units: Number(units), before: Number(before ?? 0) };
      }
      throw new Error(`nobody knows what this says of ${fn}: ${detail}`);
    });

/** Units wanted of each version: what is READY and to stay, and what is on its way. */
export type Wanted = ReadonlyMap<string, number>;

export const totalOf = (wanted: Wanted): number => [...wanted.values()].reduce((sum, units) => sum + units, 0);

/** READY as the run begins; what is asked for then is told like any other. */
function wantedAtFirst({ functions }: SimConfig, fn: string, { limits }: Result): Map<string, number> {
  const settings = functions.find(({ name }) => name === fn)!;
  const first = limits.functions[fn]![0]!;
  if (first.versions !== undefined) return new Map(Object.entries(first.versions));
  const own = holdersOf(settings).map(({ qualifier, provisioned }): [string, number] => [
    qualifier,
    provisioned.allocateAtStart ? 0 : provisioned.count,
  ]);
  return new Map(own);
}

/** Units wanted by version, from each moment on at which that changes. */
export function wantedOver(config: SimConfig, result: Result, fn: string): Step<Wanted>[] {
  let wanted = wantedAtFirst(config, fn, result);
  const all: Step<Wanted>[] = [{ at: 0, value: wanted }];
  const told = unitNotes(result, fn).filter(({ kind }) => kind === "wanted" || kind === "failed");
  for (const at of new Set(told.map((note) => note.at))) {
    wanted = new Map(wanted);
    for (const note of inChain(
      told.filter((one) => one.at === at),
      wanted,
    )) {
      const before = wanted.get(note.qualifier) ?? 0;
      wanted.set(note.qualifier, note.kind === "wanted" ? note.units : before - note.units);
    }
    if (at === 0) all.pop();
    all.push({ at, value: wanted });
  }
  return all;
}

/** Notes of one moment stand in order of their text; each but the first of a version says what came before it. */
function inChain(notes: readonly UnitNote[], first: Wanted): UnitNote[] {
  const wanted = new Map(first);
  const left = [...notes];
  const chain: UnitNote[] = [];
  while (left.length > 0) {
    const follows = left.findIndex((one) => one.kind === "wanted" && one.before === (wanted.get(one.qualifier) ?? 0));
    const failed = left.findIndex((one) => one.kind === "failed");
    const [note] = left.splice(Math.max(0, follows >= 0 ? follows : failed), 1) as [UnitNote];
    const before = wanted.get(note.qualifier) ?? 0;
    wanted.set(note.qualifier, note.kind === "wanted" ? note.units : before - note.units);
    chain.push(note);
  }
  return chain;
}
