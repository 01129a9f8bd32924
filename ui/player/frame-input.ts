/** What a frame is drawn from: the show, how it is viewed, and the window. */
import type { Symbols } from "./drawing/symbols.ts";
import type { Show } from "./show.ts";
import type { View } from "./view.ts";

export interface FrameInput {
  readonly show: Show;
  readonly view: View;
  readonly symbols: Symbols;
  readonly columns: number;
  readonly rows: number;
}
