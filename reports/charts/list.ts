/** All charts, in the order of a report: one more chart is one more file in `kinds`, and its entry here. */
import type { ChartKind } from "./chart.ts";
import { asyncQueue } from "./kinds/async-queue.ts";
import { coldStarts } from "./kinds/cold-starts.ts";
import { concurrency } from "./kinds/concurrency.ts";
import { cost } from "./kinds/cost.ts";
import { environments } from "./kinds/environments.ts";
import { latency } from "./kinds/latency.ts";
import { region } from "./kinds/region.ts";
import { throttles } from "./kinds/throttles.ts";

export const CHARTS: readonly ChartKind[] = [
  concurrency,
  throttles,
  latency,
  coldStarts,
  asyncQueue,
  environments,
  region,
  cost,
];
