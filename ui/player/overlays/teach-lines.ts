/** `t`: what the screen shows at this moment in words, each number with the rule behind it. */
import { clock, count, duration, rate, share } from "../../../reports/words/numbers.ts";
import { meaningOf } from "../../lessons/lesson-text.ts";
import { plural } from "../../library/text.ts";
import { type Line, line, wrapped } from "../drawing/line.ts";
import type { FrameInput } from "../frame-input.ts";
import { type FunctionMoment, functionAt, limitAt, regionAt } from "../moment.ts";
import type { FunctionTrack, Recording } from "../recording.ts";
import { selectedFunction, selectedRegion } from "../selection.ts";

/** One thing to know, and the rules that it rests on. */
interface Fact {
  readonly text: string;
  readonly rules: readonly string[];
}

export function teachLines({ show, view }: Pick<FrameInput, "show" | "view">, width: number): Line[] {
  const { recording } = show;
  const track = recording === null ? null : selectedFunction(recording, view);
  if (recording === null || track === null) return [line("There is no run yet.")];
  const facts = [...regionFacts(recording, view, track), ...functionFacts(recording, view.momentMs, track)];
  const told = facts.flatMap(({ text, rules }): Line[] => [
    ...wrapped(text, width).map((part) => line(part)),
    ...rules.flatMap((id) => wrapped(`    ${id}: ${meaningOf(id)}`, width).map((part) => line(part, { dim: true }))),
    [],
  ]);
  return [line(`${track.name} at ${clock(view.momentMs)}`, { bold: true }), [], ...told];
}

function regionFacts(recording: Recording, view: FrameInput["view"], track: FunctionTrack): Fact[] {
  const region = selectedRegion(recording, view);
  if (region === null) return [];
  const now = regionAt(recording, region, view.momentMs);
  const shared = limitAt(track.limits, view.momentMs)?.reserved === null;
  const left = plural(now.unreservedLeft, "unit");
  return [
    {
      text:
        `The Region ${now.name} may run ${count(now.quota)} requests at once. ${count(now.inUse)} run now; ` +
        `${count(now.claimed)} are claimed, counting what is reserved or provisioned but unused.`,
      rules: ["CONC-1", "MET-8"],
    },
    shared
      ? {
          text: `${track.name} has no reservation. It shares a pool, of which ${left} are free.`,
          rules: ["CONC-9"],
        }
      : {
          text: `${track.name} has a reservation: the free part of the pool, ${left}, cannot help it.`,
          rules: ["RES-1", "RES-7"],
        },
  ];
}

function functionFacts(recording: Recording, ms: number, track: FunctionTrack): Fact[] {
  const now = functionAt(recording, track, ms);
  return [busyFact(now), coldFact(now), refusedFact(now), provisionedFact(now), queueFact(now)].filter(
    (fact) => fact !== null,
  );
}

/** Little's law, with the numbers of the minute. */
function busyFact({ name, perSecond, busy, p50Ms }: FunctionMoment): Fact {
  const time = p50Ms === null ? "" : `, each of which takes about ${duration(p50Ms)} as its caller sees it`;
  return {
    text:
      `${rate(perSecond)} requests reach ${name}${time}: ${count(busy)} run at once. Concurrency is rate times ` +
      "duration; every request that runs needs an environment of its own.",
    rules: ["CONC-5", "CONC-1"],
  };
}

function coldFact({ coldShare, warm }: FunctionMoment): Fact | null {
  if (coldShare === null) return null;
  const told =
    coldShare === 0
      ? "No request of the last minute had to wait for a new environment."
      : `${share(coldShare)} of the last minute's requests started a new environment and waited for its Init.`;
  return {
    text: `${told} ${count(warm)} environments are idle and would serve the next requests at once.`,
    rules: ["LIFE-1"],
  };
}

function refusedFact({ throttledShare }: FunctionMoment): Fact | null {
  if (throttledShare === null || throttledShare === 0) return null;
  return {
    text: `${share(throttledShare)} of the last minute's attempts were refused with 429; e tells why at this moment.`,
    rules: ["ADM-1"],
  };
}

function provisionedFact({ provisioned, provisionedBusy }: FunctionMoment): Fact | null {
  if (provisioned === 0) return null;
  const full =
    provisionedBusy >= provisioned ? "further requests run on demand, with cold starts" : "the rest wait ready";
  return {
    text: `${count(provisionedBusy)} of ${count(provisioned)} provisioned environments are busy; ${full}.`,
    rules: ["PC-9", "PC-14"],
  };
}

function queueFact({ asyncDepth, asyncAgeMs }: FunctionMoment): Fact | null {
  if (asyncDepth === 0) return null;
  const age = asyncAgeMs === null ? "" : `; the oldest tried in this moment had waited ${duration(asyncAgeMs)}`;
  return { text: `${count(asyncDepth)} events wait in the asynchronous queue${age}.`, rules: ["ASY-3", "ASY-5"] };
}
