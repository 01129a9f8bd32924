/** Types of sources that act by themselves: what is carried by others (`traffic.ts`, `links.ts`) is not here. */
import type { SOURCE_TYPES, SourceTypeName } from "../vocabulary/sources/index.ts";
import type { NodeType } from "./node.ts";

/** What sources of these types have beside what all have: one of them for each type. */
export type OwnSettings = never;

type Acting = {
  readonly [Name in SourceTypeName]: (typeof SOURCE_TYPES)[Name]["acts"] extends true ? Name : never;
}[SourceTypeName];

/** One for each type that says so of itself: the compiler refuses one without. */
export const NODES: Readonly<Record<Acting, NodeType>> = {};
