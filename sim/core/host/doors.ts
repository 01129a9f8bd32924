/** Which compilation of the core a run gets: WebAssembly where it is carried and may be compiled, else JavaScript. */
import { InvariantError } from "../../kernel/assert.ts";
import * as javascript from "../door.ts";
import { COMPILED } from "./compiled.ts";
import type { Door } from "./door.ts";
import { WasmCore } from "./wasm.ts";

/** A result does not tell which it was. */
export type CoreName = "js" | "wasm";

/** Compiled at most once. */
const known: { core?: WasmCore | null } = {};

function wasmCore(): WasmCore | null {
  if (known.core !== undefined) return known.core;
  known.core = null;
  if (COMPILED === null) return null;
  try {
    known.core = new WasmCore(COMPILED);
  } catch (error) {
    // A page may forbid it, or has no WebAssembly: then JavaScript runs, with the same results.
    if (error instanceof InvariantError) throw error;
  }
  return known.core;
}

/** The core as this thread compiled it, to be posted to others; null where JavaScript runs. */
export const compiledCore = (): WebAssembly.Module | null => wasmCore()?.module ?? null;

/** Takes the core that another thread of the same burstlab has compiled, before the first run of this one. */
export function adoptCore(module: WebAssembly.Module): void {
  if (COMPILED !== null && known.core === undefined) known.core = new WasmCore(COMPILED, module);
}

/** @param name  forces one. @throws Error where WebAssembly is asked for and there is none. */
export const openDoor = (name?: CoreName): Door => chosen(name)?.open() ?? javascript;

/** The door to the one core of this thread whose runs come in turn: each is over when the next opens it. */
export const nextDoor = (name?: CoreName): Door => chosen(name)?.openInTurn() ?? javascript;

/** Null for JavaScript. */
function chosen(name?: CoreName): WasmCore | null {
  if (name === "js") return null;
  const core = wasmCore();
  if (core === null && name === "wasm") throw new Error("this burstlab carries no WebAssembly, or may not compile it");
  return core;
}
