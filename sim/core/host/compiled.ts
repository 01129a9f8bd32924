/**
 * The core as WebAssembly, and what the host must know of it. The build puts the compiled core in the place of `null`
 * (`compile-core.ts`); from the sources JavaScript runs.
 */

/** Name, types of what it takes and type of what it gives. */
export interface Signature {
  readonly name: string;
  readonly takes: readonly string[];
  readonly gives: string;
}

export interface Field {
  readonly name: string;
  /** Bytes from the beginning of its object. */
  readonly at: number;
  readonly type: string;
}

export interface Compiled {
  /** Of the module, in base64. */
  readonly bytes: string;
  /** Fields of each class. */
  readonly layouts: Readonly<Record<string, readonly Field[]>>;
  /** What the host may call, and what the core asks. */
  readonly offered: readonly Signature[];
  readonly asked: readonly Signature[];
  /** Texts of broken invariants, by number. */
  readonly messages: readonly string[];
}

export const COMPILED: Compiled | null = null;
