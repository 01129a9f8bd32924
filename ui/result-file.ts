/** Reads a result that `run` wrote: refuses what it does not know, and judges nothing anew. */
import type { ResultDocument } from "../reports/index.ts";
import { resultDigest } from "../sim/measure/report.ts";
import type { Reported } from "./artefacts.ts";
import { ProblemError, plainProblem } from "./problems.ts";

const KNOWN: ResultDocument["schema"] = "burstlab.result/1";

/** A scenario may be JSON too, but no field of it is called `schema`. */
export function looksLikeResult(text: string): boolean {
  return /^\s*\{\s*"schema"\s*:/.test(text);
}

/** @throws ProblemError for anything but one result of the schema that this version knows. */
export function readResult(file: string, text: string): Reported & Pick<ResultDocument, "seedValues"> {
  const value = parsed(file, text);
  if (value.schema !== KNOWN) {
    const found = JSON.stringify(value.schema);
    throw notAResult(file, `its schema is ${found}, but this version reads "${KNOWN}"`);
  }
  const { passed, thresholds, seedValues, ...result } = value;
  const complete =
    typeof passed === "boolean" && Array.isArray(thresholds) && typeof result.scenario?.name === "string";
  const { digest, ...body } = result;
  if (!complete || digest !== resultDigest(body)) {
    throw notAResult(file, "its digest does not fit its content: parts of it are missing or were changed");
  }
  return { result, verdicts: thresholds, ...(seedValues === undefined ? {} : { seedValues }) };
}

function parsed(file: string, text: string): ResultDocument {
  try {
    return JSON.parse(text) as ResultDocument;
  } catch (error) {
    if (error instanceof SyntaxError) throw notAResult(file, `it is not valid JSON: ${error.message}`);
    throw error;
  }
}

const notAResult = (file: string, text: string): ProblemError =>
  new ProblemError(plainProblem("not-a-result", file, text, "write one with: burstlab run FILE --json > result.json"));
