/** When requests arrive: phases, daily curves, spikes and traces as Demand; named phases as windows. */
import type { Demand, Duration, Instant, RateSegment, WindowConfig } from "../../../sim/index.ts";
import { MICROS_PER_MILLISECOND } from "../../../sim/index.ts";
import type { Member } from "../../checking.ts";
import type { Tree } from "../../text/tree.ts";
import { byName } from "../../text/words.ts";
import type { Measurements, Reader } from "../../values/measurements.ts";
import { readTrace } from "../../values/traces.ts";
import type { SimulateSpec } from "../run/schema.ts";
import { traceConflicts } from "./conflicts.ts";
import type { PhaseSpec, TraceFields, TrafficSpec } from "./schema.ts";

/** Milliseconds. */
const DAY = 86_400_000;

type Span = WindowConfig["spans"][number];

/** Null when a trace cannot be read; then the findings say why. */
export function demandOf(
  { path, spec }: { path: Member<TrafficSpec>["path"]; spec: TrafficSpec },
  { tree, simulate, measurements }: { tree: Tree; simulate: SimulateSpec; measurements: Measurements },
): Demand | null {
  if (spec.phases !== undefined) return { kind: "rate", segments: segmentsOf(spec.phases, simulate.for) };
  if (spec.daily !== undefined) return dailyOf(spec.daily, simulate);
  if (spec.spikes !== undefined) {
    const at = spec.spikes.at.filter((moment) => moment < simulate.for).sort((a, b) => a - b);
    return { kind: "spikes", at: at as number[] as Instant[], count: spec.spikes.count, within: spec.spikes.within };
  }
  if (spec.trace === undefined) return null;
  const found = measurements.recorded(tree, [...path, "trace"], spec.trace.file, traceReader(spec.trace, simulate.for));
  return found === null ? null : found.demand;
}

/** Start of each phase, and its end. */
function spansOf(phases: readonly PhaseSpec[]): Span[] {
  let start = 0;
  return phases.map((phase) => {
    const from = start as Instant;
    start += phase.for;
    return { from, to: start as Instant };
  });
}

function segmentsOf(phases: readonly PhaseSpec[], horizon: Duration): RateSegment[] {
  return spansOf(phases)
    .map(({ from, to }, index): RateSegment => {
      const phase = phases[index]!;
      const rateTo = phase.rampTo ?? phase.rate;
      return { from, to, rateFrom: phase.rate, rateTo, wave: phase.wave ?? null };
    })
    .filter(({ from }) => from < horizon);
}

/** A time of day is brought to the clock of the run, which starts at midnight unless `startsAt` says otherwise. */
function dailyOf({ low, high, peakAt, period }: NonNullable<TrafficSpec["daily"]>, { startsAt }: SimulateSpec): Demand {
  const start = peakAt.clock ? ((startsAt ?? 0) % DAY) * MICROS_PER_MILLISECOND : 0;
  const offset = (((peakAt.at - start) % period) + period) % period;
  return { kind: "daily", low, high, peakAt: offset as Duration, period };
}

/** Phases with one name in several entries of traffic make one window: the union of their spans, cut at the horizon. */
export function windowsOf(traffic: readonly Member<TrafficSpec>[], horizon: Duration): WindowConfig[] {
  const named = new Map<string, Span[]>();
  for (const { spec } of traffic) {
    const phases = spec?.phases ?? [];
    for (const [index, { from, to }] of spansOf(phases).entries()) {
      const name = phases[index]?.name;
      if (name === undefined || from >= horizon) continue;
      const span = { from, to: Math.min(to, horizon) as Instant };
      named.set(name, [...(named.get(name) ?? []), span]);
    }
  }
  return [...named].map(([name, spans]) => ({ name, spans: union(spans) })).sort(byName);
}

function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || span.from > last.to) merged.push(span);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) as Instant };
  }
  return merged;
}

/** Settings that exclude each other make no demand of the trace; what is wrong with them has been said. */
function traceReader(trace: TraceFields, horizon: Duration): Reader<{ ok: true; demand: Demand | null }> {
  const { file: _, ...columns } = trace;
  const conflicting = traceConflicts(trace).length > 0;
  return {
    how: { columns, horizon },
    read: (text) => (conflicting ? { ok: true, demand: null } : readTrace(text, withoutUndefined(columns), horizon)),
  };
}

type Present<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Absent fields are left out, as exact optional properties want it. */
function withoutUndefined<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
