/** A measured time as a result has it: number of samples, moments and percentiles, each under a name of its own. */
import { type Duration, toMs } from "../../kernel/time.ts";
import type { Distributed } from "../../vocabulary/metrics/metric.ts";
import { fieldNames } from "./field-names.ts";
import type { Histogram } from "./histogram.ts";
import { rounded } from "./rounding.ts";

const SHARES = [0.5, 0.95, 0.99];
const DISTRIBUTED = fieldNames(["Samples", "Mean", "Min", "Max", "P50", "P95", "P99"]);

/** A histogram's moments and percentiles, all but their number null where nothing was measured. */
export function distributed<Name extends string>(name: Name, histogram: Histogram): Distributed<Name> {
  const { count, sum, min, max } = histogram;
  const measured = [sum / count, min, max, ...histogram.quantiles(SHARES)].map((value) =>
    count === 0 ? null : rounded(toMs(value as Duration)),
  );
  return DISTRIBUTED(name, [count, ...measured]) as Distributed<Name>;
}
