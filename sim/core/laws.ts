/** Luck and the laws that lengths of time are drawn from: the same numbers in both compilations. */

import { CONSTANT, type Law, POINTS, SCALED, type Table, UNIFORM, VALUES } from "./base/law.ts";
import { f64, floor, i32, isUnknown, type Luck, step } from "./base/prelude.ts";
import type { Core } from "./objects/core.ts";
import { fitCell, outsideDraw, seedLuck, tailValue } from "./outside.ts";

/** alea has 32 bits; half a step keeps 0 and 1 out. */
const HALF_STEP: f64 = 1.1641532182693481e-10;

/** Uniform, strictly between 0 and 1. @inline */
export function uniform(core: Core, luck: Luck): f64 {
  if (luck.unseeded >= 0) seedLuck(core, luck);
  return step(luck) + HALF_STEP;
}

/** True with this probability; always one draw, so that changing a probability shifts no other draw. @inline */
export function chance(core: Core, luck: Luck, probability: f64): boolean {
  if (luck.unseeded >= 0) seedLuck(core, luck);
  return step(luck) < probability;
}

/** Cells of a table: over all shares, and finer ones over 1/64 at each end. */
const CELLS: f64 = 512;
const TAIL_CELLS: f64 = 32768;
/** Cells at each end of both that a cubic is too stiff for. */
const STEEP: i32 = 8;
/** The value at a share, 0 < share < 1. @inline */
export function quantile(core: Core, table: Table, share: f64): f64 {
  const scaled = share * CELLS;
  const cell = i32(scaled);
  if (cell < STEEP || cell >= 512 - STEEP) return tail(core, table, share);
  return cubic(core, table, cell, scaled - f64(cell));
}

function tail(core: Core, table: Table, share: f64): f64 {
  const isLow = share < 0.5;
  const scaled = (isLow ? share : 1 - share) * TAIL_CELLS;
  const cell = i32(scaled);
  // The very border of the high tail, which no stream draws, belongs to none of its cells.
  if (cell < STEEP || cell === 512) return tailValue(core, table, share);
  return cubic(core, table, cell + (isLow ? 512 : 1024), scaled - f64(cell));
}

/** @inline */
function cubic(core: Core, table: Table, cell: i32, x: f64): f64 {
  const terms = table.terms;
  const place = cell << 2;
  const constant = terms[place]!;
  if (isUnknown(constant)) {
    fitCell(core, table, cell);
    return terms[place]! + x * (terms[place + 1]! + x * (terms[place + 2]! + x * terms[place + 3]!));
  }
  return constant + x * (terms[place + 1]! + x * (terms[place + 2]! + x * terms[place + 3]!));
}

/** One sample. A constant takes no luck; laws with a quantile function take one uniform, which orders the samples. */
export function draw(core: Core, law: Law, luck: Luck): f64 {
  switch (law.kind) {
    case CONSTANT:
      return law.a;
    case SCALED:
      return floor(law.a * quantile(core, law.table!, uniform(core, luck)) + 0.5);
    case UNIFORM:
      return floor(law.a + law.b * uniform(core, luck) + 0.5);
    case POINTS:
      return between(law, uniform(core, luck));
    case VALUES:
      return law.points[i32(uniform(core, luck) * f64(law.count))]!;
    default:
      return outsideDraw(core, law, luck);
  }
}

function between(law: Law, share: f64): f64 {
  const points = law.points;
  const count = law.count;
  const last = count - 1;
  if (share <= points[0]!) return points[count]!;
  if (share >= points[last]!) return points[count + last]!;
  let right = 1;
  while (points[right]! < share) right++;
  const from = points[count + right - 1]!;
  const part = (share - points[right - 1]!) / (points[right]! - points[right - 1]!);
  return floor(from + part * (points[count + right]! - from) + 0.5);
}
