/** Words and details of single panels that the golden screens do not reach. */
import { describe, expect, test } from "vitest";
import type { NotableEvent } from "../../../sim/index.ts";
import { cut, exactly, join, line, spread, widthOf, wrapped } from "../../../ui/player/drawing/line.ts";
import { defaultSet, symbolsOf } from "../../../ui/player/drawing/symbols.ts";
import { eventText } from "../../../ui/player/event-text.ts";
import { concurrencyPanel } from "../../../ui/player/panels/concurrency.ts";
import type { PanelContent, PanelInput } from "../../../ui/player/panels/panel.ts";
import { thresholdsPanel } from "../../../ui/player/panels/thresholds.ts";
import { throttlesPanel } from "../../../ui/player/panels/throttles.ts";
import { HALF, sampleRecording } from "./fixture.ts";

const recording = sampleRecording();
const input = (props: Partial<PanelInput>): PanelInput => ({
  recording,
  together: [recording],
  ahead: true,
  view: HALF,
  symbols: symbolsOf("braille"),
  width: 56,
  height: 12,
  ...props,
});
const words = ({ lines }: PanelContent): string[] => lines.map((spans) => spans.map(({ text }) => text).join(""));
const remark = ({ remark: spans }: PanelContent): string => spans.map(({ text }) => text).join("");

describe("events", () => {
  const event: NotableEvent = {
    atMs: 149_612,
    untilMs: 192_612,
    kind: "throttling",
    subjectKind: "function",
    subject: "checkout",
    cause: "reserved-full",
    rule: "RES-7",
    count: 8214,
    limit: 300,
    inUse: 300,
    unusedInRegionCount: 603,
    detail: "",
  };
  const WIDE = 200;

  test.each([
    [{}, "429: reserved 300 all busy (RES-7), first of 8 214 in 43s; 603 units of the region unused"],
    [{ count: 1 }, "429: reserved 300 all busy (RES-7); 603 units of the region unused"],
    [{ untilMs: null, unusedInRegionCount: 0 }, "429: reserved 300 all busy (RES-7), first of 8 214"],
    [
      { cause: "unreserved-pool-full", rule: "CONC-9", limit: 640, unusedInRegionCount: 0 },
      "429: shared pool of 640 all busy (CONC-9), first of 8 214 in 43s",
    ],
    [
      { kind: "spillover", rule: "PC-9", limit: 50, untilMs: null, count: 12 },
      "50 provisioned all busy: spill-over to on-demand (PC-9), first of 12",
    ],
    [{ kind: "change", detail: "region.concurrency = 1500" }, "change: region.concurrency = 1500"],
    [{ kind: "phase", detail: "busy, peak" }, "traffic: busy, peak"],
    [
      { kind: "downstream-rejecting", limit: 400, untilMs: null },
      "rejects calls: its limit of 400 is reached, first of 8 214",
    ],
    [{ kind: "async-dropped", rule: "ASY-10", untilMs: null }, "asynchronous events dropped (ASY-10), first of 8 214"],
  ] satisfies [Partial<NotableEvent>, string][])("%j", (change, text) => {
    expect(eventText({ ...event, ...change }, WIDE)).toBe(text);
  });

  test("where there is no room the least is left out, whole words first", () => {
    expect(eventText(event, 59)).toBe("429: reserved 300 all busy (RES-7), first of 8 214 in 43s");
    expect(eventText(event, 52)).toBe("429: reserved 300 all busy (RES-7), first of 8 214");
    expect(eventText(event, 40)).toBe("429: reserved 300 all busy (RES-7)");
  });

  test("phases that begin together are one event", () => {
    expect(recording.events.filter(({ kind }) => kind === "phase").map(({ detail }) => detail)).toEqual(["peak"]);
  });
});

describe("concurrency", () => {
  test("a function without a reservation is measured against the shared pool", () => {
    const panel = concurrencyPanel(input({ view: { ...HALF, selected: "thumbs" } }));
    expect(panel.title).toBe("concurrency: thumbs");
    expect(remark(panel)).toBe("↑ shared pool 640");
  });
  test("a limit far above is named, not drawn, and the scale is the curve's", () => {
    expect(words(concurrencyPanel(input({ view: { ...HALF, selected: "thumbs" } })))[0]).toMatch(/^ {3}40 /);
  });
});

test("throttles: a function that is never refused says so", () => {
  expect(words(throttlesPanel(input({ view: { ...HALF, selected: "search" } }))).join("\n")).toContain(
    "nothing is refused in this run",
  );
});

describe("thresholds", () => {
  const [first] = recording.verdicts;
  const with_ = (change: object): PanelInput =>
    input({ recording: { ...recording, verdicts: [{ ...first!, ...change }] } });
  test.each([
    [{}, "  ✗ checkout.throttles.rate < 0.1%                 2.41 %"],
    [{ level: "warn" }, "  ! checkout.throttles.rate < 0.1% (warn)          2.41 %"],
    [{ value: null, state: "empty" }, "  ✗ checkout.throttles.rate < 0.1%             no samples"],
    [{ passed: true }, "  ✓ checkout.throttles.rate < 0.1%                 2.41 %"],
    [{ state: "compare-only", value: null }, "  – checkout.throttles.rate < 0.1%           compare only"],
  ])("%j", (change, text) => expect(words(thresholdsPanel(with_(change)))[0]?.trim()).toBe(text.trim()));
  test("none at all", () => {
    const panel = thresholdsPanel(input({ recording: { ...recording, verdicts: [] } }));
    expect(words(panel).join("")).toContain("this scenario sets no thresholds");
  });
});

describe("lines", () => {
  test("cut at a width, with an ellipsis, whole signs only", () => {
    expect(["abcdef", "abc", "販売所"].map((text) => cut(text, 4))).toEqual(["abc…", "abc", "販…"]);
    expect(cut("abc", 0)).toBe("");
  });
  test("exactly as wide as asked", () => {
    expect(widthOf(exactly(line("abc"), 5))).toBe(5);
    expect(widthOf(exactly([...line("abc"), ...line("def")], 5))).toBe(5);
  });
  test("both ends of a line; the left one gives way", () => {
    const text = (width: number): string =>
      spread(line("left"), line("right"), width)
        .map((part) => part.text)
        .join("");
    expect([text(12), text(8)]).toEqual(["left   right", "le…right"]);
  });
  test("words are joined as long as they fit", () => {
    const parts = [line("one"), line("two"), line("three")];
    expect(
      join(parts, "  ", 9)
        .map((part) => part.text)
        .join(""),
    ).toBe("one  two");
  });
  test("wrapped lines begin under their own text", () => {
    expect(wrapped("  │   ^^^ lower it to 900", 20)).toEqual(["  │   ^^^ lower it", "  │       to 900"]);
  });
});

test.each([
  ["linux", "plain"],
  ["xterm-256color", "braille"],
  [undefined, "braille"],
])("on TERM=%s the signs are %s", (term, set) => expect(defaultSet(term)).toBe(set));
