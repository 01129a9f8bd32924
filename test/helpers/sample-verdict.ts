/** A threshold of the flash sale that is not met, for tests of reports. */
import type { Verdict } from "../../reports/index.ts";

export const FAILED_VERDICT: Verdict = {
  that: "checkout.throttles.rate < 0.1%",
  level: "error",
  passed: false,
  value: 0.0241,
  interval: [0.0235, 0.0247],
  samples: 631_508,
  state: "judged",
  unit: "share",
  why: "",
  file: "flash-sale.burst.yaml",
  line: 107,
  column: 5,
};
