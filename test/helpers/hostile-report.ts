/** A report whose names try everything: markup, the ends of elements, terminal codes, turned text, endless words. */
import { charts } from "../../reports/charts/index.ts";
import { htmlReport } from "../../ui/runs/writing/html-report.ts";
import { renamedResult } from "./chart-results.ts";

export const HOSTILE_NAMES = [
  "</title><script>alert(1)</script><img src=x onerror=alert(1)>",
  '"><svg onload=alert(1)></svg></style></details><b>',
  "\u001b[31m\u202ered\u2066 & <!-- `y` -->",
  "w".repeat(3_000),
] as const;

/** The first names the scenario, the second a function, the third the variant, the last a threshold's file. */
export function hostileReport(): Promise<string> {
  const [scenario, fn, variant, file] = HOSTILE_NAMES;
  const renamed = renamedResult(fn);
  const result = {
    ...renamed,
    scenario: { ...renamed.scenario, name: scenario, file },
    variant,
    assumptions: [{ policy: fn, value: file, rule: "LIFE-13" }],
  };
  const verdict = { that: `${fn} < 1`, level: "error", passed: false, value: 2, interval: null, samples: 3 } as const;
  const place = { state: "judged", unit: "count", why: variant, file, line: 1, column: 1 } as const;
  return htmlReport({ result, verdicts: [{ ...verdict, ...place }] }, charts(result), false);
}
