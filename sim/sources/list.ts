/** Types of sources that act by themselves: what is carried by others (`traffic.ts`, `links.ts`) is not here. */
import type { SourceTypeName } from "../vocabulary/sources/index.ts";
import type { Open } from "./node.ts";

/** What sources of these types have beside what all have: one of them for each type. */
export type OwnSettings = never;

export const NODES: Readonly<Partial<Record<SourceTypeName, Open>>> = {};
