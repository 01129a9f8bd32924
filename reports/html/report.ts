/** What the page is made from: a result, its judgement, its charts as they were drawn, and what it is compared with. */
import type { Result } from "../../sim/index.ts";
import type { ChartSection } from "../charts/index.ts";
import type { Comparison } from "../compare/comparison.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { AdviceOptions } from "../summary/advice.ts";
import type { Interactive } from "./interactive.ts";

/** A chart, ready to be shown. */
export interface DrawnChart {
  /** Kind and function: "concurrency-checkout". */
  readonly name: string;
  readonly section: ChartSection;
  /** The finding, in words and numbers. */
  readonly title: string;
  /** What is drawn. */
  readonly subtitle: string;
  /** Without title and ground, made by `slimSvg`. */
  readonly svg: string;
  /** What is drawn, as text. */
  readonly numbers: { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** The other side, and how both are called: "main", "this branch". */
export interface ComparedWith {
  readonly baseLabel: string;
  readonly headLabel: string;
  readonly comparison: Comparison;
}

export interface HtmlReport extends AdviceOptions {
  readonly result: Result;
  readonly verdicts: readonly Verdict[];
  readonly charts: readonly DrawnChart[];
  readonly compared?: ComparedWith | undefined;
  /** Scripts that bring the charts to life; without them the page has none. */
  readonly interactive?: Interactive | undefined;
}
