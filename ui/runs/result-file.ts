/** Reads a result that `run` wrote: refuses what it does not know, and judges nothing anew. */
import type { ResultDocument } from "../../reports/index.ts";
import { resultDigest } from "../../sim/measure/report/report.ts";
import { ProblemError, plainProblem } from "../library/problems.ts";
import { fromOlder, OLDER } from "./older-result.ts";
import type { Reported } from "./writing/artefacts.ts";

const KNOWN: ResultDocument["schema"] = "burstlab.result/2";

/** A scenario may be JSON too, but no field of it is called `schema`. */
export function looksLikeResult(text: string): boolean {
  return /^\s*\{\s*"schema"\s*:/.test(text);
}

/** @throws ProblemError for anything but one result of the schema that this version knows. */
export const readResult = (file: string, text: string): ReturnType<typeof resultOf> =>
  resultOf(file, jsonOf(file, text));

/** The same of JSON that has been read. `older`: an earlier version of burstlab has written it. */
export function resultOf(file: string, json: object): Reported & Pick<ResultDocument, "seedValues"> & Age {
  const written = json as ResultDocument;
  const schema: string = written.schema;
  if (schema !== KNOWN && schema !== OLDER) {
    const found = JSON.stringify(schema);
    throw notAResult(file, `its schema is ${found}, but this version reads "${KNOWN}" and "${OLDER}"`);
  }
  if (!isWhole(written)) {
    throw notAResult(file, "its digest does not fit its content: parts of it are missing or were changed");
  }
  const older = schema === OLDER;
  const { passed: _passed, thresholds, seedValues, ...result } = older ? fromOlder(written) : written;
  return { result, verdicts: thresholds, older, ...(seedValues === undefined ? {} : { seedValues }) };
}

interface Age {
  readonly older: boolean;
}

/** A digest is that of the file as it was written. */
function isWhole({ passed, thresholds, seedValues: _values, ...result }: ResultDocument): boolean {
  const complete =
    typeof passed === "boolean" && Array.isArray(thresholds) && typeof result.scenario?.name === "string";
  const { digest, ...body } = result;
  return complete && digest === resultDigest(body);
}

/** For text that begins as an object. @throws ProblemError when it does not go on as one. */
export function jsonOf(file: string, text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    if (error instanceof SyntaxError) throw notAResult(file, `it is not valid JSON: ${error.message}`);
    throw error;
  }
}

export const notAResult = (file: string, text: string): ProblemError =>
  new ProblemError(
    plainProblem(
      "not-a-result",
      file,
      text,
      "write one with: burstlab run FILE --json > result.json, or a baseline with --update-baseline",
    ),
  );
