/** Gives meaning to thresholds as the user wrote them: "checkout.latency.p99 < 2.5s while peak". */
import { hasLimit, unitOf } from "../metrics/metrics.ts";
import { nearest } from "../words/nearest.ts";
import { type Measured, resolveMeasured, type ThresholdScope } from "./threshold-names.ts";
import { type Bound, type Checked, type Flaw, flaw, type Measure, type Piece, parseBound } from "./threshold-value.ts";
import type { ThresholdSource } from "./verdict.ts";

export type Operator = "<" | "<=" | ">" | ">=" | "==";

export interface Threshold extends Measured {
  readonly source: ThresholdSource;
  readonly operator: Operator;
  readonly bound: Bound;
  /** Named phase it looks at; null for the whole run. */
  readonly phase: string | null;
}

/** A mistake in a threshold: `index` into the sources, `offset` and `length` in characters of its `that`. */
export interface ThresholdProblem extends Flaw {
  readonly index: number;
}

export interface ParsedThresholds {
  readonly thresholds: readonly Threshold[];
  readonly problems: readonly ThresholdProblem[];
}

const LEFT = "(?<metric>[^\\s<>=!≤≥]+)\\s*(?<operator>[<>=!≤≥]+)";
const RIGHT = "(?<value>.*?)(?:\\s*\\b(?<while>while)\\b(?:\\s+(?<phase>.*?))?)?";
const SHAPE = new RegExp(`^\\s*${LEFT}\\s*${RIGHT}\\s*$`, "du");
const OPERATORS: readonly Operator[] = ["<", "<=", ">", ">=", "=="];
const CORRECTIONS: Readonly<Record<string, Operator>> = {
  "=": "==",
  "===": "==",
  "=<": "<=",
  "=>": ">=",
  "≤": "<=",
  "≥": ">=",
};
const EXAMPLE = "write: metric operator value, for instance checkout.throttles.rate < 0.1%";

/** Gives meaning to every threshold, or says what is wrong with it; nothing is left out of both lists. */
export function parseThresholds(sources: readonly ThresholdSource[], scope: ThresholdScope): ParsedThresholds {
  const parsed = sources.map((source) => parseOne(source, scope));
  return {
    thresholds: parsed.flatMap((one) => ("threshold" in one ? [one.threshold] : [])),
    problems: parsed.flatMap((one, index) => ("flaws" in one ? one.flaws.map((found) => ({ index, ...found })) : [])),
  };
}

type Parsed = { readonly threshold: Threshold } | { readonly flaws: readonly Flaw[] };

interface Pieces {
  readonly metric: Piece;
  readonly operator: Piece;
  readonly value: Piece;
  /** Null without `while`. */
  readonly phase: Piece | null;
}

function parseOne(source: ThresholdSource, scope: ThresholdScope): Parsed {
  const pieces = split(source.that);
  if (pieces === null) return { flaws: [notAThreshold(source.that)] };
  const measured = resolveMeasured(pieces.metric, scope);
  const operator = operatorOf(pieces.operator);
  const phase = phaseOf(pieces.phase, scope.phases, measured);
  const bound = "value" in measured ? parseBound(pieces.value, measureOf(pieces.metric, measured.value)) : measured;
  if ("value" in measured && "value" in operator && "value" in phase && "value" in bound) {
    const { value: what } = measured;
    return { threshold: { source, ...what, operator: operator.value, bound: bound.value, phase: phase.value } };
  }
  const found = [measured, operator, bound, phase].flatMap((one) => ("flaw" in one ? [one.flaw] : []));
  return { flaws: [...new Set(found)] };
}

function split(that: string): Pieces | null {
  const match = SHAPE.exec(that);
  const groups = match?.indices?.groups;
  if (groups === undefined) return null;
  const piece = (name: string): Piece | null => {
    const range = groups[name];
    return range === undefined ? null : { text: that.slice(...range), offset: range[0] };
  };
  const missing = { text: "", offset: that.trimEnd().length };
  return {
    metric: piece("metric") ?? missing,
    operator: piece("operator") ?? missing,
    value: piece("value") ?? missing,
    phase: piece("while") === null ? null : (piece("phase") ?? missing),
  };
}

function notAThreshold(that: string): Flaw {
  const whole = { text: that.trim(), offset: that.length - that.trimStart().length };
  const spaced = /^([^\s<>=]+(?:\s+[^\s<>=]+)+)\s*[<>=]/.exec(whole.text)?.[1];
  if (spaced === undefined) return flaw("threshold-syntax", whole, `'${whole.text}' is not a threshold`, EXAMPLE);
  const joined = spaced.split(/\s+/).join(".");
  return flaw("threshold-syntax", { ...whole, text: spaced }, "a metric has no spaces", `did you mean '${joined}'?`);
}

function operatorOf(piece: Piece): Checked<Operator> {
  const known = OPERATORS.find((operator) => operator === piece.text);
  if (known !== undefined) return { value: known };
  const better = CORRECTIONS[piece.text];
  const hint = better === undefined ? `use one of ${OPERATORS.join(" ")}` : `write '${better}'`;
  return { flaw: flaw("unknown-operator", piece, `'${piece.text}' is not an operator`, hint) };
}

function phaseOf(piece: Piece | null, phases: readonly string[], measured: Checked<Measured>): Checked<string | null> {
  if (piece === null) return { value: null };
  if ("value" in measured && measured.value.metric.kind === "destination") {
    const text = "records of a destination are counted for the whole run, not by phase";
    return { flaw: flaw("unknown-phase", piece, text, "remove 'while' and what follows") };
  }
  if (phases.includes(piece.text)) return { value: piece.text };
  const near = nearest(piece.text, phases);
  const list = phases.length === 0 ? "no phase of this scenario has a name" : `phases here: ${phases.join(", ")}`;
  const text = piece.text === "" ? "a phase is missing after 'while'" : `'${piece.text}' is not a named phase`;
  return { flaw: flaw("unknown-phase", piece, text, near === null ? list : `did you mean '${near}'?`) };
}

function measureOf(written: Piece, { metric, statistic }: Measured): Measure {
  return {
    metric: written.text,
    unit: unitOf(metric, statistic),
    hasLimit: hasLimit(metric),
    isGauge: metric.reading.family === "gauge",
  };
}
