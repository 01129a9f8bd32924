/**
 * The time series as Parquet: the rows of series.csv in columns, for DuckDB, pandas and the like. The writer is plain
 * JavaScript and compresses with Snappy, which every reader knows. It puts neither time nor random numbers into a file,
 * so the same result gives the same bytes.
 */
import { parquetWriteBuffer } from "hyparquet-writer";
import { seriesRows } from "../../../reports/data/series-table.ts";
import type { Result } from "../../../sim/index.ts";

const ROWS_PER_GROUP = 100_000;

/** `atMs` is a DOUBLE in every file, so that they fit together in one table: a bucket may be shorter than 1 ms. */
export function seriesParquet(result: Result): Uint8Array {
  const rows = seriesRows(result);
  const text = (name: "kind" | "subject" | "metric") =>
    ({
      name,
      data: rows.map((row) => row[name]),
      type: "STRING",
      encoding: "RLE_DICTIONARY",
      nullable: false,
    }) as const;
  const file = parquetWriteBuffer({
    columnData: [
      { name: "atMs", data: rows.map(({ atMs }) => atMs), type: "DOUBLE", nullable: false },
      text("kind"),
      text("subject"),
      text("metric"),
      { name: "value", data: rows.map(({ value }) => value), type: "DOUBLE", nullable: true },
    ],
    rowGroupSize: ROWS_PER_GROUP,
    // Bounds that are cut off could hide a name from a reader that trusts them.
    statisticsTruncateLength: Number.POSITIVE_INFINITY,
    createdBy: `burstlab ${result.engine}`,
    kvMetadata: originOf(result),
  });
  return new Uint8Array(file);
}

/** A file that lies about by itself still tells which run it is of. */
function originOf({ scenario, variant, seeds, digest }: Result): { key: string; value: string }[] {
  return [
    { key: "burstlab.scenario", value: scenario.name },
    { key: "burstlab.variant", value: variant },
    { key: "burstlab.seeds", value: seeds.join(",") },
    { key: "burstlab.digest", value: digest },
  ];
}
