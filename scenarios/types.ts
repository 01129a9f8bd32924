/** What `load` takes and gives. */
import type { SimConfig } from "../sim/index.ts";
import type { Lesson } from "./parts/lesson/build.ts";
import type { Problem, ThresholdText, ToleranceText } from "./text/problem.ts";
import type { TreeMap } from "./text/tree.ts";

export interface LoadOptions {
  /** Text of a file that the scenario names (a parent, a trace); the path is relative to it; null if unreadable. */
  readonly read?: (path: string) => string | null;
  /** Overrides by path, checked like the file: { "functions.checkout.reserved": "400" }. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Overrides of variables: { peak: "1200/s" }. */
  readonly vars?: Readonly<Record<string, unknown>>;
}

export interface ConfigOptions extends Pick<LoadOptions, "set" | "vars"> {
  readonly seed?: number;
  /** "base" when absent. */
  readonly variant?: string;
}

/** A plain value of the file that an override can replace. */
export interface Field {
  /** "functions.checkout.reserved". */
  readonly path: string;
  /** As it stands in the file, variables replaced: "300". */
  readonly text: string;
}

export interface Scenario {
  readonly name: string;
  readonly file: string;
  readonly description: string;
  /** seed, seed + 1, ... as `simulate.seed` and `simulate.repeat` say. */
  readonly seeds: readonly number[];
  readonly variants: readonly string[];
  readonly thresholds: readonly ThresholdText[];
  /** Every plain value of the system and its traffic, in the order of the file. */
  readonly fields: readonly Field[];
  readonly tolerances: readonly ToleranceText[];
  /** Null for a scenario that teaches nothing. */
  readonly lesson: Lesson | null;
  /** @throws ScenarioError with the problems, when an override or the variant's name is wrong. */
  config(options?: ConfigOptions): SimConfig;
  /** The settings behind it, parents, overrides and the variant merged in; variables stand as they are written. */
  tree(variant: string): TreeMap;
}

/** Names that thresholds may speak of, as far as a faulty scenario tells them. */
export interface Names {
  readonly functions: readonly string[];
  readonly traffic: readonly string[];
  readonly sources: readonly string[];
  /** Ways from one function to another, as results call them. */
  readonly calls: readonly string[];
  readonly sends: readonly string[];
  readonly downstreams: readonly string[];
  readonly regions: readonly string[];
  readonly phases: readonly string[];
}

/** What can still be said of the thresholds of a faulty scenario. */
export interface Remains {
  readonly thresholds: readonly ThresholdText[];
  readonly names: Names;
}

export type Loaded =
  | { readonly ok: true; readonly scenario: Scenario; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly remains: Remains | null };

/** An override or a variant asked of a good scenario is wrong. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ file, line, column, text }) => `${file}:${line}:${column} ${text}`).join("\n"));
    this.problems = problems;
  }
}
