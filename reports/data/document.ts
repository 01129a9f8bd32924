/** The result document: a Result with its judgement, as JSON that programs read and people can compare by line. */
import type { Result } from "../../sim/index.ts";
import { type SeedValues, seedValues } from "../compare/metrics.ts";
import { passed } from "../judge/evaluate.ts";
import type { Verdict } from "../judge/verdict.ts";

export type ResultDocument = Result & {
  passed: boolean;
  thresholds: Verdict[];
  /** With several seeds only: what `compare` needs of each, since all other numbers are means. */
  seedValues?: SeedValues;
};

/**
 * Keys in a fixed order: what was run, the judgement, then the numbers; the digest is the Result's own.
 * @param runs  one for each seed, when the result stands for several.
 */
export function document(result: Result, verdicts: readonly Verdict[], runs: readonly Result[] = []): ResultDocument {
  const { schema, engine, scenario, variant, seeds, horizonMs, ignoreMs, ...numbers } = result;
  const run = { schema, engine, scenario, variant, seeds, horizonMs, ignoreMs };
  const judged = { ...run, passed: passed(verdicts), thresholds: [...verdicts], ...numbers };
  return runs.length < 2 ? judged : { ...judged, seedValues: seedValues(runs) };
}

/** JSON with one field a line and each list of numbers on one line; ends with a line feed. */
export function stringify(value: object): string {
  return `${text(value, "")}\n`;
}

function text(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null || isCompact(value)) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => text(item, deeper))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => `${JSON.stringify(key)}: ${text(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return parts.length === 0 ? `${open}${close}` : `${open}\n${deeper}${parts.join(`,\n${deeper}`)}\n${indent}${close}`;
}

/** Lists of numbers, of texts, and of pairs. */
function isCompact(value: object): boolean {
  return Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null || isCompact(item));
}
