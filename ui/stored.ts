/** What earlier runs left in files: one result, several, or a baseline, which keeps only what is compared. */
import { type BaselineDocument, type CompareSide, isBaseline, sideOfDocument } from "../reports/index.ts";
import type { Entry } from "./compare-sides.ts";
import { ProblemError, plainProblem } from "./problems.ts";
import { readResult } from "./result-file.ts";
import { RESULTS_SCHEMA } from "./writing.ts";

/** A scenario may be JSON too, but no field of it is called `schema`. */
export const looksLikeStored = (text: string): boolean => /^\s*\{\s*"schema"\s*:/.test(text);

/** @throws ProblemError for anything but what this version has written. */
export function readStored(file: string, text: string): Entry[] {
  const schema = /^\s*\{\s*"schema"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? "";
  if (isBaseline(schema)) return ofBaseline(parsed(file, text) as BaselineDocument);
  if (schema !== RESULTS_SCHEMA) return [ofResult(file, text)];
  const { results } = parsed(file, text) as { readonly results: readonly unknown[] };
  return results.map((one) => ofResult(file, JSON.stringify(one)));
}

function ofResult(file: string, text: string): Entry {
  const { seedValues, ...reported } = readResult(file, text);
  const { scenario, variant } = reported.result;
  return entry(scenario, variant, sideOfDocument(reported, seedValues));
}

const ofBaseline = ({ scenarios }: BaselineDocument): Entry[] =>
  scenarios.map(({ name, file, variant, seeds, values, thresholds: judged, ...facts }) =>
    entry({ name, file }, variant, { facts, seeds, values, judged, runs: [], result: null }),
  );

const entry = (of: { name: string; file: string }, variant: string, stored: CompareSide): Entry => ({
  name: of.name,
  file: of.file,
  variant,
  plan: null,
  stored,
});

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const hint = "write it again with `burstlab run`";
    throw new ProblemError(plainProblem("not-a-result", file, `it is not valid JSON: ${error.message}`, hint));
  }
}
