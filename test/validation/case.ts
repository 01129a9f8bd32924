/** One comparison of the simulator with AWS: what was measured, what was simulated, and whether they agree. */

export type Unit = "count" | "share" | "ms" | "s";

/** `✓` within the tolerance; `~` outside it for a known reason, told in the note; `✗` outside it. */
type Mark = "✓" | "~" | "✗";

export interface Case {
  readonly id: string;
  readonly title: string;
  /** Where the measurement stands, and what the run was given from it. */
  readonly source: string;
  readonly rules: readonly string[];
  readonly measured: number;
  readonly simulated: number;
  /** Simulated less measured; as a share of the measured value where `scale` is relative. */
  readonly error: number;
  /** 0: must agree exactly. */
  readonly tolerance: number;
  readonly unit: Unit;
  readonly scale: "absolute" | "relative";
  readonly verdict: Mark;
  /** What a reader must know to judge the row; "" where the row says everything. */
  readonly note: string;
}

interface Given extends Pick<Case, "id" | "title" | "source" | "rules" | "measured" | "simulated" | "unit"> {
  readonly tolerance?: number;
  readonly scale?: Case["scale"];
  readonly note?: string;
  /** Why the model is known to miss this measurement. */
  readonly miss?: string;
}

/** Rounding of the last digit printed in a source, and nothing more. */
const EPSILON = 1e-9;

export function compare({ tolerance = 0, scale = "absolute", note = "", miss, ...given }: Given): Case {
  const { measured, simulated } = given;
  const error = scale === "relative" ? (simulated - measured) / measured : simulated - measured;
  const within = Math.abs(error) <= tolerance + EPSILON;
  const verdict = within ? "✓" : miss === undefined ? "✗" : "~";
  return { ...given, error, tolerance, scale, verdict, note: verdict === "~" && miss !== undefined ? miss : note };
}
