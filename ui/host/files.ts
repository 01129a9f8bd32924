/** Reads the files that the user names and writes those that they ask for; what goes wrong becomes a problem. */
import { closeSync, mkdirSync, openSync, readdirSync, readSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { Problem } from "../../scenarios/index.ts";
import { plainProblem } from "../library/problems.ts";

export type Read = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: Problem };

/** Far above any scenario, trace or result; below what would exhaust memory. */
const MAX_BYTES = 256 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** The text of a file, or the problem with it. */
export function readText(file: string): Read {
  try {
    return decode(file, readBytes(file));
  } catch (error) {
    return { ok: false, problem: unreadable(file, error) };
  }
}

/** Reads in pieces: a pipe or a device does not tell its size. */
function readBytes(file: string): Buffer {
  const handle = openSync(file, "r");
  try {
    const chunks: Buffer[] = [];
    for (let total = 0; total <= MAX_BYTES; ) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const count = readSync(handle, chunk);
      if (count === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, count));
      total += count;
    }
    throw Object.assign(new Error("too large"), { code: "EFBIG" });
  } finally {
    closeSync(handle);
  }
}

/** Bytes as text, or the problem with them. */
export function decode(file: string, bytes: Buffer): Read {
  const notText = () => plainProblem("file-not-text", file, "this file is not text", "a scenario is YAML in UTF-8");
  if (bytes.includes(0)) return { ok: false, problem: notText() };
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return { ok: false, problem: notText() };
    throw error;
  }
}

/** The system's code of an error, "ENOENT"; "" for an error that is not the system's. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** The problem of a file that the system does not let us read; any other error is our bug and goes on. */
function unreadable(file: string, error: unknown): Problem {
  switch (codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return plainProblem("file-missing", file, "there is no such file", scenariosNear(file));
    case "EISDIR":
      return plainProblem("file-is-folder", file, "this is a folder, not a file", scenariosNear(join(file, "x")));
    case "EACCES":
    case "EPERM":
      return plainProblem("file-unreadable", file, "you may not read this file", "check its permissions");
    case "EFBIG":
      return plainProblem(
        "file-too-large",
        file,
        "this file is larger than 256 MB",
        "name a scenario or a result file",
      );
    case "ELOOP":
    case "EIO":
    case "ENAMETOOLONG":
    case "ENXIO":
      return plainProblem("file-unreadable", file, `this file cannot be read (${codeOf(error)})`);
    default:
      throw error;
  }
}

/** Names the scenarios that do lie in the folder, as a hint for a mistyped name. */
function scenariosNear(file: string): string {
  const names = listed(dirname(file)).filter((name) => /\.burst\.ya?ml$/.test(name));
  if (names.length === 0) return "";
  const more = names.length > 5 ? ", ..." : "";
  return `scenarios in ${dirname(file)}: ${names.slice(0, 5).join(", ")}${more}`;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    // No hint is the right answer for a folder that is not there; the problem itself is reported by the caller.
    if (codeOf(error) !== "") return [];
    throw error;
  }
}

/** For `load`: the text of a file that a scenario names, relative to the scenario; null if it cannot be read. */
export function readerBeside(file: string, read: (file: string) => Read = readText): (path: string) => string | null {
  return (path) => {
    const found = read(isAbsolute(path) ? path : join(dirname(file), path));
    return found.ok ? found.text : null;
  };
}

export interface Artefact {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** Writes files below a folder, which it makes; answers with the first problem, or null. */
export function writeAll(flag: string, folder: string, artefacts: readonly Artefact[]): Problem | null {
  for (const { path, content } of artefacts) {
    const problem = writeOne(flag, join(folder, path), content);
    if (problem !== null) return problem;
  }
  return null;
}

/** Writes one file and makes its folder. The flag that asked for it stands in the problem. */
export function writeOne(flag: string, file: string, content: string | Uint8Array): Problem | null {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return null;
  } catch (error) {
    return unwritable(flag, file, error);
  }
}

/** The problem of a file that the system does not let us write; any other error is our bug and goes on. */
export function unwritable(flag: string, file: string, error: unknown): Problem {
  const code = codeOf(error);
  if (code === "") throw error;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "you may not write there",
    EPERM: "you may not write there",
    EROFS: "that disk is read-only",
    ENOSPC: "the disk is full",
    EISDIR: "that is a folder",
    EEXIST: "a file stands where a folder is needed",
    ENOTDIR: "a file stands where a folder is needed",
    ENOENT: "its folder does not exist",
  };
  return plainProblem("cannot-write", `${flag} ${file}`, `cannot write ${basename(file)}: ${reasons[code] ?? code}`);
}
