/** The whole screen as text, at every size that the layout tells apart, against files in test/golden/dashboard. */
import { renderToString } from "ink";
import { describe, expect, test } from "vitest";
import type { Problem } from "../../../scenarios/index.ts";
import { Screen, type ScreenProps } from "../../../ui/dashboard/screen.tsx";
import type { LessonPage } from "../../../ui/lessons/lesson.ts";
import { cells } from "../../../ui/library/text.ts";
import { symbolsOf } from "../../../ui/player/drawing/symbols.ts";
import { openPrompt, type Prompt } from "../../../ui/player/prompt.ts";
import { HALF, sampleRecording, sampleShow } from "../player/fixture.ts";

const recording = sampleRecording();
const show = sampleShow(recording);
const takes = ["base", "reserved-400"].map((label) => ({ label, recording }));
const prompt = (kind: Prompt["kind"], text: string): Prompt => openPrompt(kind, text, show.fields);
const page: LessonPage = {
  kind: "ask",
  atMs: 450_000,
  variant: "base",
  beside: [],
  panel: 1,
  function: "checkout",
  text: "All 300 units of checkout are busy, and 603 of 1 000 run nothing. What happens to the next request?",
  answers: ["it borrows a unit", "it waits until one is free", "it is refused at once with 429"],
  right: null,
  rules: [],
};
const reveal: LessonPage = { ...page, kind: "reveal", text: "A reservation is a ceiling.", right: 2, rules: ["RES-7"] };
const lesson = { number: 3, title: "reserved is a floor and a ceiling", pages: [page, reveal] };
const SIZE = { columns: 80, rows: 24 };

const problem: Problem = {
  id: "reserved-too-high",
  severity: "error",
  text: "functions.checkout.reserved is 950, but only 900 can be reserved (CONC-7)",
  hint: "lower it to 900, or raise region.concurrency (now 1000, line 21)",
  file: "flash-sale.burst.yaml",
  line: 34,
  column: 15,
  length: 3,
  path: "functions.checkout.reserved",
  source: "    reserved: 950",
};

function draw(props: Partial<ScreenProps>): string {
  const all: ScreenProps = { show, view: HALF, symbols: symbolsOf("braille"), color: false, ...SIZE, ...props };
  return `${renderToString(<Screen {...all} />, { columns: all.columns })}\n`;
}

const golden = (name: string): string => `../../golden/dashboard/${name}.txt`;
const rowsOf = (text: string): string[] => text.replace(/\n$/, "").split("\n");

test.each([
  [120, 40],
  [100, 30],
  [80, 24],
  [60, 20],
  [160, 50],
])("%d x %d", async (columns, rows) => {
  const text = draw({ columns, rows });
  expect(rowsOf(text)).toHaveLength(rows);
  expect(Math.max(...rowsOf(text).map(cells))).toBeLessThanOrEqual(columns);
  await expect(text).toMatchFileSnapshot(golden(`${columns}x${rows}`));
});

test.each([
  ["block", { symbols: symbolsOf("block") }],
  ["plain", { symbols: symbolsOf("plain") }],
  ["enlarged", { view: { ...HALF, panel: 2, enlarged: true } }],
  ["help", { view: { ...HALF, overlay: "help" } }],
  ["problems", { view: { ...HALF, overlay: "problems" }, show: { ...show, problems: [problem] } }],
  ["simulating", { show: { ...show, recording: null, computing: { variant: "base", done: 0.43 } } }],
  ["another-variant", { show: { ...show, computing: { variant: "reserved-400", done: 0.07 } } }],
  ["notice", { view: { ...HALF, notice: { text: "no key x here: ? lists them all", leftMs: 1000 } } }],
  ["end", { view: { ...HALF, momentMs: 900_000, playing: false } }],
  ["region", { view: { ...HALF, panel: 1, enlarged: true, selected: "@us-east-1" } }],
  [
    "beside-another-run",
    { show: { ...show, variant: "checkout.reserved=400", beside: { label: "base", recording: { ...recording } } } },
  ],
  ["side-by-side", { show: { ...show, takes }, view: { ...HALF, overlay: "beside" } }],
  ["explain", { view: { ...HALF, overlay: "explain" } }],
  ["teach", { view: { ...HALF, overlay: "teach" } }],
  ["filter", { view: { ...HALF, filter: "check", prompt: prompt("filter", "check") } }],
  ["what-if", { view: { ...HALF, prompt: prompt("what-if", "ful") } }],
  ["what-if-value", { view: { ...HALF, prompt: prompt("what-if", "functions.fulfil.reserved=9") } }],
  ["lesson-question", { show: { ...show, lesson }, view: { ...HALF, lesson: { page: 0, guess: 1 } } }],
  ["lesson-answer", { show: { ...show, lesson }, view: { ...HALF, lesson: { page: 1, guess: null } } }],
] satisfies [string, Partial<ScreenProps>][])("80 x 24: %s", async (name, props) => {
  const text = draw(props);
  expect(rowsOf(text)).toHaveLength(24);
  await expect(text).toMatchFileSnapshot(golden(name));
});

describe("nothing moves that need not", () => {
  /** Where the borders stand: the skeleton of the screen. */
  const skeleton = (text: string): string[] =>
    rowsOf(text)
      .slice(2, -1)
      .map((row) => row.replace(/[^┌┐└┘│]/g, " "));

  test("neither when the recording comes nor while the film plays", () => {
    const before = draw({ columns: 120, rows: 40, show: { ...show, recording: null } });
    const moments = [0, 149_612, 450_000, 900_000].map((momentMs) =>
      draw({ columns: 120, rows: 40, view: { ...HALF, momentMs } }),
    );
    expect(moments.map(skeleton)).toEqual(moments.map(() => skeleton(before)));
  });

  test("the columns of the table end at the same places at every moment", () => {
    const heads = [0, 450_000].map((momentMs) => rowsOf(draw({ view: { ...HALF, momentMs } }))[11]);
    expect(heads[0]).toBe(heads[1]);
  });
});

test("text from the file cannot write the screen", () => {
  const text = draw({ show: { ...show, scenario: "flash\u001b[2J\u0007-sale" } });
  expect(text).not.toContain("\u001b[2J");
  expect(text).toContain("flash�[2J�-sale");
});

test("wide signs in a name keep the line's width", () => {
  const text = draw({ show: { ...show, scenario: "販売" } });
  expect(cells(rowsOf(text)[0] ?? "")).toBe(79);
});
