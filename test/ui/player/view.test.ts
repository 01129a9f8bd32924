/** Every key, from the letters to the view it makes. */
import { describe, expect, test } from "vitest";
import { type Action, actionOf, type Mode, type Pressed, pressesOf } from "../../../ui/dashboard/keys.ts";
import { changeOf, fitting } from "../../../ui/player/prompt.ts";
import { eventRowOf, eventsIn, rowsIn, selectedFunction } from "../../../ui/player/selection.ts";
import { advance, type Step } from "../../../ui/player/steps.ts";
import { FIRST_VIEW, type View } from "../../../ui/player/view.ts";
import { HALF, sampleRecording } from "./fixture.ts";

const recording = sampleRecording();
const NOTHING: Pressed = {
  leftArrow: false,
  rightArrow: false,
  upArrow: false,
  downArrow: false,
  return: false,
  escape: false,
  tab: false,
  backspace: false,
  delete: false,
  shift: false,
  ctrl: false,
  meta: false,
  home: false,
  end: false,
};

const actionsOf = (input: string, key: Pressed, mode: Mode = "film"): Action[] =>
  pressesOf(input, key).flatMap((press) => actionOf(press, mode) ?? []);
const typed = (view: View, letters: string): View =>
  actionsOf(letters, NOTHING).reduce((now, action) => advance(now, action as Step, recording), view);
const pressed = (view: View, key: Partial<Pressed>): View =>
  actionsOf("", { ...NOTHING, ...key }).reduce((now, action) => advance(now, action as Step, recording), view);
const at = (momentMs: number): View => ({ ...FIRST_VIEW, momentMs });

describe("moments", () => {
  test.each([
    ["right", at(10_000), { rightArrow: true }, 11_000],
    ["right goes to the next bucket's beginning", at(10_300), { rightArrow: true }, 11_000],
    ["left goes to this bucket's beginning first", at(10_300), { leftArrow: true }, 10_000],
    ["left", at(10_000), { leftArrow: true }, 9_000],
    ["shift: ten buckets", at(30_000), { leftArrow: true, shift: true }, 20_000],
    ["not before the start", at(5_000), { leftArrow: true, shift: true }, 0],
    ["not after the end", at(895_000), { rightArrow: true, shift: true }, 900_000],
  ])("%s", (_title, view, key, moment) => {
    expect(pressed({ ...view, playing: true }, key)).toMatchObject({ momentMs: moment, playing: false });
  });

  test("space plays and pauses; at the end it plays from the start", () => {
    expect(typed(HALF, " ")).toMatchObject({ playing: false, momentMs: 450_000 });
    expect(typed(HALF, "  ")).toMatchObject({ playing: true, momentMs: 450_000 });
    expect(typed(at(900_000), " ")).toMatchObject({ playing: true, momentMs: 0 });
  });

  test("g and G go to the start and the end", () => {
    expect(typed(HALF, "g")).toMatchObject({ momentMs: 0, playing: true });
    expect(typed(HALF, "G")).toMatchObject({ momentMs: 900_000, playing: false });
  });

  test("n and N go to the beginnings and ends of the events", () => {
    expect(typed(at(0), "n").momentMs).toBe(124_870);
    expect(typed(at(0), "nn").momentMs).toBe(150_000);
    expect(typed(at(0), "nnN").momentMs).toBe(124_870);
    expect(typed(at(0), "N")).toMatchObject({ momentMs: 0, notice: { text: "no notable event before this moment" } });
  });

  test("time passes at the chosen speed, and stops at the end", () => {
    const tick: Step = { kind: "tick", elapsedMs: 100 };
    expect(advance(HALF, tick, recording).momentMs).toBe(450_800);
    expect(advance({ ...HALF, playing: false }, tick, recording).momentMs).toBe(450_000);
    expect(advance({ ...HALF, momentMs: 899_500 }, tick, recording)).toMatchObject({
      momentMs: 900_000,
      playing: false,
    });
  });

  test("nothing changes while nothing moves, so nothing is drawn", () => {
    const view = { ...HALF, playing: false };
    expect(advance(view, { kind: "tick", elapsedMs: 250 }, recording)).toBe(view);
  });
});

test("speed halves and doubles between 1x and a film of two seconds", () => {
  expect(typed(HALF, "-").speed).toBe(4);
  expect(typed(HALF, "+=").speed).toBe(32);
  expect(typed(HALF, "------").speed).toBe(1);
  expect(typed(HALF, "+".repeat(20)).speed).toBe(512);
});

test.each([
  [15 * 60, 8],
  [60, 1],
  [3600, 32],
  [86_400, 1024],
])("a run of %d s starts at %dx, from the beginning", (seconds, speed) => {
  const first: Step = { kind: "loaded", first: true };
  const view = advance(FIRST_VIEW, first, { ...recording, horizonMs: seconds * 1000 });
  expect(view).toMatchObject({ speed, momentMs: 0, playing: true });
});

test("someone who has asked for a moment gets it, paused", () => {
  const first: Step = { kind: "loaded", first: true };
  expect(advance(at(149_612), first, recording)).toMatchObject({ momentMs: 149_612, playing: false });
  expect(advance(at(9e9), first, recording)).toMatchObject({ momentMs: 900_000 });
});

test("another recording keeps the function, even if it refuses another one most", () => {
  const view = advance(FIRST_VIEW, { kind: "loaded", first: true }, recording);
  const other = {
    ...recording,
    functions: recording.functions.map((fn) => ({
      ...fn,
      total: { ...fn.total, throttled: fn.name === "search" ? 1 : 0 },
    })),
  };
  expect(selectedFunction(other, FIRST_VIEW)?.name).toBe("search");
  expect(selectedFunction(other, advance(view, { kind: "loaded", first: false }, other))?.name).toBe("checkout");
});

test("another recording keeps the moment, if it has it", () => {
  const next: Step = { kind: "loaded", first: false };
  expect(advance(HALF, next, recording)).toMatchObject({ momentMs: 450_000, playing: true });
  expect(advance(HALF, next, { ...recording, horizonMs: 60_000 }).momentMs).toBe(60_000);
});

describe("panels and rows", () => {
  test("digits and tab choose the panel", () => {
    expect(typed(HALF, "5").panel).toBe(5);
    expect(pressed(HALF, { tab: true }).panel).toBe(4);
    expect(pressed({ ...HALF, panel: 6 }, { tab: true }).panel).toBe(1);
    expect(pressed({ ...HALF, panel: 1 }, { tab: true, shift: true }).panel).toBe(6);
  });

  test("enter enlarges and goes back, escape goes back", () => {
    expect(pressed(HALF, { return: true }).enlarged).toBe(true);
    expect(pressed({ ...HALF, enlarged: true }, { return: true }).enlarged).toBe(false);
    expect(pressed({ ...HALF, enlarged: true }, { escape: true }).enlarged).toBe(false);
    expect(pressed({ ...HALF, enlarged: true, overlay: "help" }, { escape: true })).toMatchObject({
      enlarged: true,
      overlay: "none",
    });
  });

  test("down and j, up and k choose the function", () => {
    expect(selectedFunction(recording, HALF)?.name).toBe("checkout");
    expect(pressed(HALF, { downArrow: true }).selected).toBe("fulfil");
    expect(typed(HALF, "jjk").selected).toBe("fulfil");
    expect(pressed(HALF, { upArrow: true }).selected).toBe("checkout");
    expect(typed(HALF, "jjjjjjjj").selected).toBe("@us-east-1");
  });

  test("in panel 5 the row moves, within the list", () => {
    expect(typed({ ...HALF, panel: 5 }, "jjjjjjjjj").thresholdRow).toBe(4);
    expect(typed({ ...HALF, panel: 5 }, "k").thresholdRow).toBe(0);
  });

  test("in panel 4 as well", () => {
    expect(typed({ ...HALF, panel: 4 }, "jjjjjjjjj").sourceRow).toBe(5);
  });

  test("in panel 6 the event takes the film along", () => {
    const view = { ...HALF, panel: 6 as const };
    expect(eventRowOf(recording, view)).toBe(7);
    expect(typed(view, "j")).toMatchObject({ eventRow: 8, momentMs: 492_612, playing: false });
    expect(typed(view, "kkkkkkkkkkk")).toMatchObject({ eventRow: 0, momentMs: 124_870 });
  });

  test("o sorts by the next column, by the whole run", () => {
    const orders = ["", "o", "oo", "ooo", "oooo", "ooooo", "oooooo"].map((keys) => typed(HALF, keys).sort);
    expect(orders).toEqual(["throttle", "rate", "busy", "cold", "p99", "name", "throttle"]);
    const names = (sort: View["sort"]): string =>
      rowsIn(recording, { ...HALF, sort })
        .filter(({ kind }) => kind === "function")
        .map(({ key }) => key)
        .join(" ");
    expect(names("rate")).toBe("checkout search fulfil thumbs");
    expect(names("name")).toBe("checkout fulfil search thumbs");
    expect(names("p99")).toBe("thumbs fulfil checkout search");
  });
});

test("? opens and closes the help", () => {
  expect(typed(HALF, "?").overlay).toBe("help");
  expect(typed(HALF, "??").overlay).toBe("none");
});

test("an unknown key says so, and the answer goes away", () => {
  const view = typed(HALF, "x");
  expect(view.notice?.text).toBe("no key x here: ? lists them all");
  expect(advance(view, { kind: "tick", elapsedMs: 2_400 }, recording).notice).not.toBeNull();
  expect(advance(view, { kind: "tick", elapsedMs: 2_500 }, recording).notice).toBeNull();
});

test("without a recording the film cannot be moved", () => {
  expect(advance(FIRST_VIEW, { kind: "play" }, null)).toMatchObject({
    playing: false,
    notice: { text: "the run is still being simulated" },
  });
});

test.each([
  ["q", {}, [{ kind: "quit" }]],
  ["r", {}, [{ kind: "reread" }]],
  ["v", {}, [{ kind: "variant", by: 1 }]],
  ["V", { shift: true }, [{ kind: "variant", by: -1 }]],
  ["c", { ctrl: true }, [{ kind: "interrupt" }]],
  ["z", { ctrl: true }, [{ kind: "suspend" }]],
  ["q", { meta: true }, []],
  ["", { home: true }, [{ kind: "start" }]],
  ["", { end: true }, [{ kind: "end" }]],
  ["6\r", {}, [{ kind: "panel", panel: 6 }, { kind: "enlarge" }]],
  ["j\u0003", {}, [{ kind: "row", by: 1 }, { kind: "interrupt" }]],
])("'%s' with %j is %j", (input, key, actions) => {
  expect(actionsOf(input, { ...NOTHING, ...key })).toEqual(actions);
});

describe("what is typed", () => {
  const fields = [
    { path: "functions.checkout.reserved", text: "300" },
    { path: "functions.fulfil.reserved", text: "60" },
    { path: "region.concurrency", text: "1000" },
  ];
  const open = (of: "filter" | "what-if"): View => advance(HALF, { kind: "prompt", of, fields }, recording);
  const keys = (view: View, input: string): View =>
    actionsOf(input, NOTHING, "typing").reduce((now, action) => advance(now, action as Step, recording), view);

  test("letters that are keys elsewhere are text here, and the filter works at once", () => {
    const view = keys(open("filter"), "qr");
    expect(view).toMatchObject({ filter: "qr", prompt: { text: "qr" } });
    expect(keys(view, "\u007f\u007fsea")).toMatchObject({ filter: "sea" });
  });

  test("a filter hides functions and events; esc clears it, tab keeps it", () => {
    const view = keys(open("filter"), "SEAR");
    expect(rowsIn(recording, view).map(({ key }) => key)).toEqual(["search"]);
    expect(eventsIn(recording, "res-7").every(({ rule }) => rule === "RES-7")).toBe(true);
    expect(eventsIn(recording, "res-7").length).toBeGreaterThan(0);
    expect(keys(view, "\t")).toMatchObject({ prompt: null, filter: "SEAR" });
    expect(keys(view, "\u001b")).toMatchObject({ prompt: null, filter: "" });
    expect(pressed(keys(view, "\t"), { escape: true }).filter).toBe("");
  });

  test("a what-if: words find the field, tab takes it, the value follows", () => {
    const words = keys(open("what-if"), "ful res");
    expect(fitting(words.prompt!).map(({ path }) => path)).toEqual(["functions.fulfil.reserved"]);
    const chosen = keys(words, "\t");
    expect(chosen.prompt?.text).toBe("functions.fulfil.reserved=");
    expect(changeOf(chosen.prompt!)).toBeNull();
    expect(changeOf(keys(chosen, "90").prompt!)).toEqual({ path: "functions.fulfil.reserved", value: "90" });
  });

  test("arrows mark another field", () => {
    const down = actionsOf("", { ...NOTHING, downArrow: true }, "typing")[0] as Step;
    const view = advance(advance(open("what-if"), down, recording), { kind: "complete" }, recording);
    expect(view.prompt?.text).toBe("functions.fulfil.reserved=");
  });

  test("what was refused is told until something else is typed", () => {
    const view = advance(open("what-if"), { kind: "refused", text: "there is no 'x'" }, recording);
    expect(view.prompt?.refusal).toBe("there is no 'x'");
    expect(keys(view, "y").prompt?.refusal).toBeNull();
  });

  test("ctrl-c and ctrl-z work while typing", () => {
    expect(actionsOf("\u0003", NOTHING, "typing")).toEqual([{ kind: "interrupt" }]);
    expect(actionsOf("z", { ...NOTHING, ctrl: true }, "typing")).toEqual([{ kind: "suspend" }]);
  });
});

describe("a lesson", () => {
  const page: Step = { kind: "page", page: 1, atMs: 150_000, panel: 1, function: "search" };
  test("the film runs on to the page's moment and stops there", () => {
    const turned = advance(at(100_000), page, recording);
    expect(turned).toMatchObject({ playing: true, stopAt: 150_000, panel: 1, selected: "search", speed: 16 });
    const later = advance(turned, { kind: "tick", elapsedMs: 10_000 }, recording);
    expect(later).toMatchObject({ momentMs: 150_000, playing: false, stopAt: null });
  });
  test("a page that looks back is shown at once, and enter brings the film to its stop", () => {
    expect(advance(at(200_000), page, recording)).toMatchObject({ momentMs: 150_000, playing: false });
    const turned = advance(at(0), page, recording);
    expect(advance(turned, { kind: "arrive" }, recording)).toMatchObject({ momentMs: 150_000, playing: false });
  });
  test("letters answer a question, and only there", () => {
    expect(actionsOf("b", NOTHING, "question")).toEqual([{ kind: "guess", answer: 1 }]);
    expect(actionsOf("s", NOTHING, "question")).toEqual([{ kind: "turn-page", by: 1 }]);
    expect(actionsOf("b", NOTHING, "lesson")).toEqual([{ kind: "beside" }]);
    expect(actionsOf("\r\u007f\u001b", NOTHING, "lesson").map(({ kind }) => kind)).toEqual([
      "turn-page",
      "turn-page",
      "leave",
    ]);
    const turned = advance(at(0), page, recording);
    expect(advance(turned, { kind: "guess", answer: 2 }, recording).lesson).toEqual({ page: 1, guess: 2 });
    expect(advance(turned, { kind: "leave-lesson" }, recording)).toMatchObject({ lesson: null, stopAt: null });
  });
});

test("a long overlay is scrolled by the arrows", () => {
  const view = advance(HALF, { kind: "overlay", overlay: "explain" }, recording);
  expect(typed(view, "jjk")).toMatchObject({ overlay: "explain", scroll: 1, selected: null });
  expect(typed(view, "k").scroll).toBe(0);
});
