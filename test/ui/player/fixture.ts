/** The sample flash sale as the dashboard sees it: recording, verdicts, and a view to start from. */
import type { Verdict } from "../../../reports/judge/verdict.ts";
import { type Placement, type Recording, record } from "../../../ui/player/recording.ts";
import type { Show } from "../../../ui/player/show.ts";
import { FIRST_VIEW, type View } from "../../../ui/player/view.ts";
import { sampleResult } from "../../helpers/sample-result.ts";

const REGION = "us-east-1";

const placement: Placement = {
  functions: ["checkout", "fulfil", "search", "thumbs"].map((name) => ({ name, region: REGION })),
  traffic: [
    { name: "shoppers", function: "checkout", invocationType: "RequestResponse" },
    { name: "browsing", function: "search", invocationType: "RequestResponse" },
    { name: "orders", function: "fulfil", invocationType: "RequestResponse" },
    { name: "photos", function: "thumbs", invocationType: "Event" },
  ],
};

const verdict = (that: string, rest: Pick<Verdict, "passed" | "value" | "unit" | "level">): Verdict => ({
  that,
  interval: null,
  samples: 100,
  state: "judged",
  why: "",
  file: "flash-sale.burst.yaml",
  line: 107,
  column: 5,
  ...rest,
});

const verdicts: readonly Verdict[] = [
  verdict("checkout.throttles.rate < 0.1%", { passed: false, value: 0.0241, unit: "share", level: "error" }),
  verdict("checkout.latency.p99 < 2.5s", { passed: true, value: 1980, unit: "ms", level: "error" }),
  verdict("region.claimed.max < 90%", { passed: true, value: 0.397, unit: "share", level: "error" }),
  verdict("thumbs.async.dropped == 0", { passed: true, value: 0, unit: "count", level: "error" }),
  verdict("checkout.coldStarts.rate < 0.5%", { passed: false, value: 0.0061, unit: "share", level: "warn" }),
];

export const sampleRecording = (): Recording => record(sampleResult(), placement, verdicts);

export const sampleShow = (recording: Recording): Show => ({
  scenario: "flash-sale",
  variant: "base",
  variants: ["base", "reserved-400"],
  seed: 42,
  recording,
  beside: null,
  takes: [{ label: "base", recording }],
  fields: [
    { path: "functions.checkout.memory", text: "1769MB" },
    { path: "functions.checkout.reserved", text: "300" },
    { path: "functions.fulfil.reserved", text: "60" },
  ],
  command: "burstlab watch flash-sale.burst.yaml --seed 42",
  lesson: null,
  functions: 4,
  computing: null,
  problems: [],
  failure: null,
});

/** Half of the flash sale is over; the film plays at 8x. */
export const HALF: View = { ...FIRST_VIEW, momentMs: 450_000, playing: true };
