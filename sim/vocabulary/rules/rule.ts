/** What a rule of the specification is as data, and the rows in which the families of rules are written down. */
import { SOURCES, type SourceKey } from "./sources.ts";

/** D: Lambda's developer guide. DE: AWS elsewhere. OBS: measured by others. MOD: assumed here, where AWS is silent. */
export type Confidence = "D" | "DE" | "OBS" | "MOD";

export interface Rule {
  /** "CONC-9". */
  readonly id: string;
  /** "CONC". */
  readonly family: string;
  /** One line, in our own words. */
  readonly meaning: string;
  /** The surest first; several where parts of the rule are known from different places. */
  readonly confidence: readonly Confidence[];
  /** Pages of AWS, or named sources; empty for an assumption of ours. */
  readonly sources: readonly string[];
}

type Sure = Confidence | `${Confidence}+${Confidence}` | "D+OBS+MOD" | "DE+OBS+MOD";

/** Id, confidence, sources, meaning: as written in the files of the families. */
export type Row = readonly [id: string, confidence: Sure, sources: readonly SourceKey[], meaning: string];

export const rulesOf = (rows: readonly Row[]): readonly Rule[] =>
  rows.map(([id, confidence, sources, meaning]) => ({
    id,
    family: id.slice(0, id.indexOf("-")),
    meaning,
    confidence: confidence.split("+") as Confidence[],
    sources: sources.map((key) => SOURCES[key]),
  }));
