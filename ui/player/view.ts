/** What the viewer has chosen: moment, speed, panel, row. */
import type { PanelNumber } from "./layout.ts";
import type { Prompt } from "./prompt.ts";

export const SORTS = ["throttle", "rate", "busy", "cold", "p99", "name"] as const;
export type Sort = (typeof SORTS)[number];

/** What is shown in place of the panels. */
export type Overlay = "none" | "help" | "problems" | "explain" | "teach" | "beside";

export interface View {
  readonly momentMs: number;
  readonly playing: boolean;
  /** Simulated seconds for each real one; a power of two. */
  readonly speed: number;
  /** The film stops here by itself; null at the end of the run. */
  readonly stopAt: number | null;
  readonly panel: PanelNumber;
  readonly enlarged: boolean;
  readonly overlay: Overlay;
  /** First line shown of an overlay that is longer than its place. */
  readonly scroll: number;
  readonly sort: Sort;
  /** Key of the table's row; null for the function that is refused most. */
  readonly selected: string | null;
  /** The marked row of panels 4 and 5. */
  readonly sourceRow: number;
  readonly thresholdRow: number;
  /** Index of the event chosen by hand, among those shown; null to follow the film. */
  readonly eventRow: number | null;
  /** Functions and events are shown that hold this text. */
  readonly filter: string;
  /** What is being typed; null when keys are keys. */
  readonly prompt: Prompt | null;
  /** Page of the lesson and the guess made on it; null without one. */
  readonly lesson: { readonly page: number; readonly guess: number | null } | null;
  /** A short answer to a key, gone after a while. */
  readonly notice: { readonly text: string; readonly leftMs: number } | null;
}

export const FIRST_VIEW: View = {
  momentMs: 0,
  playing: false,
  speed: 8,
  stopAt: null,
  panel: 3,
  enlarged: false,
  overlay: "none",
  scroll: 0,
  sort: "throttle",
  selected: null,
  sourceRow: 0,
  thresholdRow: 0,
  eventRow: null,
  filter: "",
  prompt: null,
  lesson: null,
  notice: null,
};
