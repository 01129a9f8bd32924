/** A series in one line of small bars. */
import { playedColumns, thin } from "../drawing/axis.ts";
import { type Line, span } from "../drawing/line.ts";
import type { Symbols } from "../drawing/symbols.ts";
import type { Recording } from "../recording.ts";

interface SparkPlace {
  readonly bucket: number;
  readonly width: number;
  readonly symbols: Symbols;
  readonly ahead: boolean;
}

/** The whole run on its own scale; what is still ahead is dim. */
export function sparkline(
  recording: Recording,
  values: readonly number[],
  { bucket, width, symbols, ahead }: SparkPlace,
): Line {
  if (width <= 0) return [];
  const columns = thin(values, width);
  const top = Math.max(...columns, 1);
  const last = symbols.spark.length - 1;
  const signs = columns.map((value) => symbols.spark[value <= 0 ? 0 : Math.max(1, Math.round((value / top) * last))]);
  const played = playedColumns(bucket, width, recording.buckets);
  return [
    span(signs.slice(0, played).join(""), { color: "cyan" }),
    span(ahead ? signs.slice(played).join("") : " ".repeat(width - played), { color: "gray" }),
  ];
}
