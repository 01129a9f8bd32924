/** `--out`: files below a folder of the user's choice. */
import { type Artefact, writeAll } from "../../host/files.ts";
import { ProblemError } from "../../library/problems.ts";

/** Answers with the paths of all files. @throws ProblemError when one cannot be written. */
export function writeFolder(folder: string, artefacts: readonly Artefact[]): string[] {
  const problem = writeAll("--out", folder, artefacts);
  if (problem !== null) throw new ProblemError(problem);
  return artefacts.map(({ path }) => `${folder}/${path}`);
}
