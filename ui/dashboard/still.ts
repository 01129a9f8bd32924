/** `watch --record`: one frame of the dashboard as an SVG file, without a terminal. */
import type { Problem } from "../../scenarios/index.ts";
import { writeOne } from "../host/files.ts";
import { frameSvg } from "../player/drawing/frame-svg.ts";
import type { Symbols } from "../player/drawing/symbols.ts";
import { openFilm } from "../player/film.ts";
import { frameLines } from "../player/frame.ts";
import type { Recording } from "../player/recording.ts";
import type { Show } from "../player/show.ts";
import { frameTitle } from "./saving.ts";
import type { Session } from "./session.ts";

export interface Still {
  readonly file: string;
  /** The moment to show; null for the one at which most is refused, else the busiest. */
  readonly atMs: number | null;
  readonly columns: number;
  readonly rows: number;
  readonly symbols: Symbols;
}

/** The problems of the scenario or of the file to write; none when it was written. */
export async function recordStill(
  session: Session,
  { file, atMs, columns, rows, symbols }: Still,
): Promise<readonly Problem[]> {
  const show = await simulated(session);
  if (show.problems.length > 0) return show.problems;
  if (show.failure !== null) throw show.failure;
  const { recording } = show;
  const momentMs = atMs ?? (recording === null ? 0 : tellingMoment(recording));
  const { view } = openFilm(show, { momentMs });
  const input = {
    show,
    view: { ...view, momentMs: Math.min(momentMs, recording?.horizonMs ?? 0) },
    symbols,
    columns,
    rows,
  };
  const problem = writeOne("--record", file, frameSvg(frameLines(input), columns, frameTitle(input)));
  return problem === null ? [] : [problem];
}

/** The show as soon as there is a run, or a reason why there is none. */
function simulated(session: Session): Promise<Show> {
  return new Promise((resolve) => {
    const look = (): void => {
      const show = session.show();
      if (show.recording !== null || show.problems.length > 0 || show.failure !== null) resolve(show);
    };
    session.subscribe(look);
    look();
  });
}

/** The end of the first bucket in which most is refused; without refusals, in which most runs. */
function tellingMoment({ regions, bucketMs, horizonMs }: Recording): number {
  const at = (column: readonly number[]): number => {
    const highest = column.reduce((most, value) => Math.max(most, value), 0);
    return highest === 0 ? -1 : column.indexOf(highest);
  };
  const found = regions.map(({ throttles }) => at(throttles)).find((bucket) => bucket >= 0);
  const bucket = found ?? Math.max(0, ...regions.map(({ series }) => at(series.concurrencyMax)));
  return Math.min(horizonMs, bucket * bucketMs);
}
