/** The limits of a function as lines of a chart, or as words where they lie far above it. */
import type { FunctionLimits, Result } from "../../sim/index.ts";
import { count } from "../words/numbers.ts";
import type { SideLabel } from "./layers.ts";
import type { Row } from "./spec.ts";
import { highest, type Subject } from "./subject.ts";
import { TONES, type Tone } from "./theme.ts";
import type { View } from "./view.ts";

/** Something drawn as a line over the area: a limit (dashed), or another quantity. */
export interface Guide {
  readonly rows: readonly Row[];
  readonly label: string;
  readonly tone: Tone;
  readonly dashed: boolean;
}

interface Guides {
  readonly near: readonly Guide[];
  /** Along the upper edge. */
  readonly far: readonly SideLabel[];
}

/** A limit this many times higher than anything used would flatten the chart: it is named instead of drawn. */
export const FAR = 3;
const EDGE_Y = 5;

/** Most requests that the function may run at once. */
export const ceiling = ({ reserved, provisioned, onDemand }: FunctionLimits): number =>
  reserved ?? onDemand + provisioned;

export const limitName = (limits: FunctionLimits): string =>
  limits.reserved === null ? `the ${count(ceiling(limits))} it may use` : `its ${count(limits.reserved)} reserved`;

/** Those of the run, and in grey those of the base that differ from them. */
export function limitGuides({ result, subject, base }: View, used: number): Guides {
  const own = guidesOf(result, subject, used);
  if (base === null) return own;
  const other = guidesOf(base.result, base.subject, used);
  const known = new Set([...own.near, ...own.far].map(alike));
  const grey = (label: string) => ({ label: `${label} (${base.names.base})`, tone: TONES.grey });
  const near = other.near.filter((each) => !known.has(alike(each)));
  const far = other.far.filter((each) => !known.has(alike(each)));
  return {
    near: [...near.map((each) => ({ ...each, ...grey(each.label) })), ...own.near],
    far: [...own.far, ...far.map((each) => ({ ...each, text: grey(each.text).label, tone: TONES.grey }))],
  };
}

/** A limit in steps, as `limitLine` draws them; a gap where it lies above `reach`. */
export function stepRows<Limits extends { readonly fromMs: number }>(
  limits: readonly Limits[],
  of: (each: Limits) => number,
  [reach, horizonMs]: readonly [number, number],
): Row[] {
  const known = (each: Limits): number | null => (of(each) <= reach ? of(each) : null);
  return limits.flatMap((each, i): Row[] => {
    const next = limits[i + 1];
    const row = { atMs: each.fromMs, value: known(each) };
    if (next === undefined) return [row, { ...row, atMs: horizonMs }];
    // A step before a gap needs an end of its own.
    return row.value !== null && known(next) === null ? [row, { ...row, atMs: next.fromMs }] : [row];
  });
}

/** The end of a run says nothing about its limits. */
const alike = (limit: Guide | SideLabel): string =>
  "rows" in limit ? JSON.stringify([limit.label, limit.rows.slice(0, -1)]) : limit.text;

/** Limits of one run. */
export function guidesOf(result: Result, { limits }: Subject, used: number): Guides {
  const reach = used === 0 ? Number.POSITIVE_INFINITY : used * FAR;
  const steps = (of: (each: FunctionLimits) => number): Row[] => stepRows(limits, of, [reach, result.horizonMs]);
  const near = limits.filter((each) => ceiling(each) <= reach);
  const beyond = limits.filter((each) => ceiling(each) > reach);
  const most: Guide[] = near
    .slice(-1)
    .map((each) => ({ rows: steps(ceiling), label: limitLabel(each), tone: TONES.red, dashed: true }));
  const provisioned: Guide[] = limits
    .filter((each) => each.provisioned > 0 && each.provisioned <= reach)
    .slice(-1)
    .map((each) => ({
      rows: steps((at) => at.provisioned),
      label: `provisioned ${count(each.provisioned)}`,
      tone: TONES.green,
      dashed: true,
    }));
  return { near: [...most, ...provisioned], far: beyond.slice(0, 1).map((each) => farLabel(each, beyond)) };
}

function farLabel(first: FunctionLimits, beyond: readonly FunctionLimits[]): SideLabel {
  return { text: `↑ ${limitLabel(first)}${orMore(beyond.map(ceiling))}`, y: EDGE_Y, tone: TONES.red };
}

/** Several limits beyond the chart are named as one: "640 to 1 140". */
const orMore = (ceilings: readonly number[]): string => {
  const most = highest(ceilings);
  return most > (ceilings[0] ?? most) ? ` to ${count(most)}` : "";
};

function limitLabel({ reserved, provisioned, onDemand, managed }: FunctionLimits): string {
  if (managed) return `workers ${count(onDemand)}`;
  if (reserved !== null) return `reserved ${count(reserved)}`;
  const pool = `shared pool ${count(onDemand)}`;
  return provisioned === 0 ? pool : `pool + provisioned ${count(onDemand + provisioned)}`;
}

const valuesOf = (rows: readonly Row[]): number[] =>
  rows.map(({ value }) => value).filter((value) => typeof value === "number");
export const highestRow = (rows: readonly Row[]): number => highest(valuesOf(rows));
export const lastValue = (rows: readonly Row[]): number => valuesOf(rows).at(-1) ?? 0;
