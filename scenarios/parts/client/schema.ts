/** Fields of a synchronous caller: how it waits and retries, be it a client or a run that calls a function. */
import { choice, count, fields, MOST_KEPT, positiveDuration } from "../../values/units.ts";

/** Modes whose state an environment can hold by itself. */
const PLAIN_MODES = [
  "none",
  "standard-2026",
  "legacy-python",
  "standard-python",
  "standard-js",
  "legacy-java",
] as const;
const MODES = ["none", "standard-2026", "adaptive", ...PLAIN_MODES.slice(2)] as const;

const attempts = () =>
  count({ min: 1 })
    .optional()
    .describe(
      "Attempts in all, the first included; default 5 for legacy-python, 4 for legacy-java, 1 for none, else 3.",
    );

export const client = fields("a client", () => ({
  timeout: positiveDuration().optional().describe("The caller gives up an attempt after this long; default never."),
  retry: choice(MODES).prefault("standard-2026").describe("SDK retry mode; default standard-2026 (SDK-7)."),
  attempts: attempts(),
  clients: count({ min: 1, max: MOST_KEPT })
    .prefault(1)
    .describe("Independent SDK clients that take the requests in turn; default 1."),
}));

/** Each environment has a client of its own. */
export const callClient = fields("a client of a call", () => ({
  timeout: positiveDuration().optional().describe("The run gives up an attempt after this long; default never."),
  retry: choice(PLAIN_MODES)
    .prefault("standard-2026")
    .describe("SDK retry mode, each environment with a quota of its own; default standard-2026 (SDK-7)."),
  attempts: attempts(),
}));
