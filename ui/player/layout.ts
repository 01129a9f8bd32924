/** Which panels a window has room for, and how large each of them is. */

export const PANELS = [1, 2, 3, 4, 5, 6] as const;
export type PanelNumber = (typeof PANELS)[number];

export const SMALLEST = { columns: 80, rows: 24 } as const;

export interface Box {
  readonly panel: PanelNumber;
  readonly width: number;
  readonly height: number;
}

/** Rows of panels from top to bottom; the widths of a row add up to the window's. */
export type Layout = readonly (readonly Box[])[];

interface Window {
  readonly columns: number;
  readonly rows: number;
}

/** Lines above the panels (two of the header) and below them (the keys). */
export const FRAME_ROWS = 3;
const BORDER = 2;
/** Lines besides the functions in their panel: borders and the head of the table. */
const TABLE_ROWS = BORDER + 1;

const SMALL = { chart: 8, functions: 4, middle: 5, events: 6 } as const;
/** What each panel gets before the next one grows further. */
const COMFORTABLE = { middle: 7, chart: 14, events: 9, functions: 12 } as const;
/** From these sizes on the panels 5, 4 and 2 are shown: when the window shrinks they go in the order 2, 4, 5. */
const ROOM_FOR_MIDDLE = SMALLEST.rows + SMALL.middle;
const ROOM_FOR_SOURCES = 100;
const ROOM_FOR_THROTTLES = 110;

/** A lesson's box is never smaller; from this height on the table stands above it. */
const LESSON_ROWS = 13;
const COMFORTABLE_LESSON = 15;
const ROOM_FOR_TABLE = 34;

export const fits = ({ columns, rows }: Window): boolean => columns >= SMALLEST.columns && rows >= SMALLEST.rows;

/** The panels of a window that `fits`. `beside`: the place of panel 2 shows another run, whatever the width. */
export function arrange(window: Window, functions: number, beside = false): Layout {
  const middle = window.rows >= ROOM_FOR_MIDDLE;
  const sources = middle && window.columns >= ROOM_FOR_SOURCES;
  const throttles = sources && window.columns >= ROOM_FOR_THROTTLES;
  const heights = heightsOf(window.rows - FRAME_ROWS, functions, middle);
  return [
    row(throttles || beside ? [1, 2] : [1], window.columns, heights.chart),
    row([3], window.columns, heights.functions),
    ...(middle ? [row(sources ? [4, 5] : [5], window.columns, heights.middle)] : []),
    row([6], window.columns, heights.events),
  ];
}

/** Charts above, and the table where there is room; the lesson's box has the rest. */
export function arrangeLesson(window: Window, functions: number): { panels: Layout; box: number } {
  const rows = window.rows - FRAME_ROWS;
  const table = window.rows >= ROOM_FOR_TABLE ? TABLE_ROWS + Math.min(functions, COMFORTABLE.functions) : 0;
  const chart = rows - table - (table === 0 ? LESSON_ROWS : COMFORTABLE_LESSON);
  const panels = [row([1, 2], window.columns, chart), ...(table === 0 ? [] : [row([3], window.columns, table)])];
  return { panels, box: rows - table - chart };
}

/** One panel in the place of all. */
export const enlarge = (window: Window, panel: PanelNumber): Layout => [
  [{ panel, width: window.columns, height: window.rows - FRAME_ROWS }],
];

function row(panels: readonly PanelNumber[], columns: number, height: number): Box[] {
  const width = Math.floor(columns / panels.length);
  return panels.map((panel, i) => ({ panel, height, width: i === 0 ? columns - width * (panels.length - 1) : width }));
}

interface Heights {
  readonly chart: number;
  readonly functions: number;
  readonly middle: number;
  readonly events: number;
}

/** The smallest heights, then what is left: the lower row, the chart, the table, the events; then chart and events. */
function heightsOf(rows: number, functions: number, withMiddle: boolean): Heights {
  const table = TABLE_ROWS + Math.min(functions, SMALL.functions);
  let left = rows - SMALL.chart - table - SMALL.events - (withMiddle ? SMALL.middle : 0);
  const grow = (wanted: number): number => {
    const given = Math.max(0, Math.min(left, wanted));
    left -= given;
    return given;
  };
  const middle = withMiddle ? SMALL.middle + grow(COMFORTABLE.middle - SMALL.middle) : 0;
  const chart = SMALL.chart + grow(COMFORTABLE.chart - SMALL.chart);
  const more = grow(Math.max(0, Math.min(functions, COMFORTABLE.functions) - SMALL.functions));
  const events = SMALL.events + grow(COMFORTABLE.events - SMALL.events);
  const toChart = grow(Math.ceil(left / 2));
  return { chart: chart + toChart, functions: table + more, middle, events: events + left };
}
