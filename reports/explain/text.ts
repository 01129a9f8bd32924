/** An explanation on paper: the answer, what was in force, what happened, what would have helped, the rules. */

import { EVENTS } from "../words/events.ts";
import { count, duration, moment, rate, share } from "../words/numbers.ts";
import { flow, indented, type Paint, painter, printable } from "../words/table.ts";
import type { Explanation } from "./explain.ts";
import type { BucketNumbers, InForce, Stretch } from "./scene.ts";

export interface ExplanationOptions {
  /** Width of the terminal; nothing but a command to paste is wider. */
  readonly columns: number;
  readonly color: boolean;
  /** The one-line meaning of a rule; rules without one are listed by their id. */
  readonly meanings?: Readonly<Record<string, string>>;
}

/** A label and the pieces beside it. */
type Row = readonly [label: string, pieces: readonly string[]];

/** Between words, but not within "1 000". */
const WORD_END = /(?<!\d) | (?!\d{3}\b)/;
const LABEL_WIDTH = 13;
const HOLDERS_SHOWN = 3;
const STRETCHES_SHOWN = 3;

/** Lines end with "\n", the last one too. */
export function explanationText(explanation: Explanation, options: ExplanationOptions): string {
  const paint = painter(options.color);
  const { columns } = options;
  const colour = explanation.fate === "served" || explanation.fate === "spilled" ? "green" : "red";
  const tone = explanation.fate === "quiet" ? undefined : colour;
  const blocks = [
    wrapped(explanation.answer, columns).map((line) => paint(line, tone)),
    section("in force then", rows(inForce(explanation), columns)),
    section(`in ${spanOf(explanation.inBucket)}`, rows(inBucket(explanation), columns)),
    section("what would have helped", remedies(explanation, columns, paint)),
    section("rules", rows(rules(explanation, options.meanings ?? {}), columns)),
    footer(explanation, columns).map((line) => paint(line, "dim")),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...indented(lines, 2)];

const wrapped = (text: string, width: number): string[] => flow(text.split(WORD_END), " ", width);

function rows(all: readonly Row[], columns: number): string[] {
  const room = columns - 2 - LABEL_WIDTH - 1;
  return all.flatMap(([label, pieces]) =>
    flow(pieces, ", ", room)
      .flatMap((line) => wrapped(line, room))
      .map((line, i) => `${(i === 0 ? label : "").padEnd(LABEL_WIDTH)} ${line}`.trimEnd()),
  );
}

/** "that second, from 02:25.000", "the 5s from 02:25.000". */
const spanOf = ({ fromMs, toMs }: BucketNumbers): string =>
  toMs - fromMs === 1000
    ? `that second, from ${moment(fromMs)}`
    : `the ${duration(toMs - fromMs)} from ${moment(fromMs)}`;

function inForce({ inForce: force, inBucket: now, asynchronous }: Explanation): Row[] {
  const allowed = asynchronous ? "no limit for events (RPS-4)" : `${rate(force.requestsPerSecond)} allowed`;
  return [
    ...ownLimits(force, now),
    ["shared pool", sharedPool(force)],
    ["Region", [`${count(force.quota)} units in ${printable(force.region)}`, ...useOf(force.quotaInUse, force.quota)]],
    ["request rate", [allowed, `${rate(force.requestsPerSecondServed)} served`]],
    ...limited("phase", force.phases.map(stretch)),
    ...limited(
      "change",
      force.changes.map(({ fromMs, what }) => `${printable(what)}, since ${moment(fromMs)}`),
    ),
  ];
}

function ownLimits({ reserved, provisioned }: InForce, now: BucketNumbers): Row[] {
  const own: Row[] =
    reserved === null ? [] : [["reserved", [`${count(reserved)} units`, ...useOf(now.busyMax, reserved)]]];
  if (provisioned === 0) return own;
  const onUnits = Math.max(0, provisioned - now.provisionedIdle);
  const within = reserved === null ? [] : [`${count(Math.max(0, reserved - provisioned))} of the reserved on demand`];
  return [...own, ["provisioned", [`${count(provisioned)} units`, `${count(onUnits)} busy at its end`, ...within]]];
}

function useOf(inUse: number, limit: number): string[] {
  return [`${count(inUse)} in use`, `${count(Math.max(0, limit - inUse))} left`];
}

/** RES-3: who has a reservation cannot use what is left of the pool. */
function sharedPool({ pool, poolInUse, poolHeldBy, reserved }: InForce): string[] {
  const numbers = [`${count(pool)} units`, ...useOf(poolInUse, pool)];
  if (reserved !== null) return [...numbers, "out of reach for a reserved function (RES-3)"];
  const shown = poolHeldBy.slice(0, HOLDERS_SHOWN);
  const holders = shown.map((one) => `${printable(one.function)} ${count(Math.round(one.units))}`);
  const rest = poolHeldBy.length - shown.length;
  const held = holders.length === 0 ? [] : [`held by ${holders.join(", ")}${rest > 0 ? `, ${count(rest)} more` : ""}`];
  return [...numbers, ...held];
}

/** The latest of them. */
function limited(label: string, texts: readonly string[]): Row[] {
  const shown = texts.slice(-STRETCHES_SHOWN);
  const more = texts.length - shown.length;
  const before: Row[] = more === 0 ? [] : [[label, [`${count(more)} earlier`]]];
  return [...before, ...shown.map((text): Row => [label, [text]])];
}

const stretch = ({ fromMs, untilMs, what }: Stretch): string => {
  const until = untilMs === null ? "the end" : moment(untilMs);
  return `${printable(what)}, ${moment(fromMs)} to ${until}`;
};

function inBucket(explanation: Explanation): Row[] {
  const { inBucket: now, wholeRun, asyncDroppedInMinute: dropped } = explanation;
  const served = now.requests - now.refused;
  const refused =
    now.refused === 0 ? ["0 refused"] : [`${count(now.refused)} refused (${share(now.refused / now.requests)})`];
  const latency = (ms: number | null): string => (ms === null ? "-" : duration(ms));
  const states = [
    `${count(now.starting)} starting`,
    `${count(now.running)} running`,
    `${count(now.idle)} idle`,
    ...(explanation.inForce.provisioned > 0 ? [`${count(now.provisionedIdle)} provisioned idle`] : []),
  ];
  const usual = `p50 ${latency(wholeRun.latencyMsP50)}, p99 ${latency(wholeRun.latencyMsP99)} in the whole run`;
  const answers =
    now.latencyMsP50 === null
      ? "no answer in it"
      : `p50 ${latency(now.latencyMsP50)}, p99 ${latency(now.latencyMsP99)}`;
  return [
    ["requests", [`${count(now.requests)} came`, `${count(served)} served`, ...refused]],
    ...byState(now),
    ["of those", [`${count(now.cold)} cold`, `${count(now.spilled)} spilled over`, `${count(now.errors)} failed`]],
    [explanation.asynchronous ? "run time" : "latency", [answers]],
    ["usually", [usual]],
    ["environments", [...states, "at its end"]],
    ...queue(now, dropped),
    ...explanation.episodes.map((episode): Row => ["going on", [episodeText(episode)]]),
    ...affected(explanation),
  ];
}

function byState({ refusedByState }: BucketNumbers): Row[] {
  return refusedByState === undefined ? [] : [["not ready", [`${count(refusedByState)} refused by its state`]]];
}

function queue({ asyncDepthMax, asyncAgeMsMax }: BucketNumbers, dropped: number): Row[] {
  const late = asyncAgeMsMax === null ? [] : [`oldest tried ${duration(asyncAgeMsMax)}`];
  const lost = dropped === 0 ? [] : [`${count(dropped)} dropped in that minute`];
  if (asyncDepthMax === 0 && late.length + lost.length === 0) return [];
  return [["queue", [`${count(asyncDepthMax)} events waiting at most`, ...late, ...lost]]];
}

function episodeText({ kind, subject, rule, fromMs, untilMs, count: of }: Explanation["episodes"][number]): string {
  const until = untilMs === null ? "to the end" : `to ${moment(untilMs)}`;
  const what = rule === "" ? `${EVENTS[kind].episode} of ${printable(subject)}` : `${EVENTS[kind].episode} (${rule})`;
  return `${what} from ${moment(fromMs)} ${until}: ${count(of)}`;
}

function affected({ others }: Explanation): Row[] {
  const words = (value: number, word: string): string[] => (value === 0 ? [] : [`${count(value)} ${word}`]);
  const texts = others.map(({ function: name, refused, cold, spilled, dropped }) => {
    const counts = [...words(refused, "refused"), ...words(cold, "cold"), ...words(spilled, "spilled over")];
    return `${printable(name)} ${[...counts, ...words(dropped, "events dropped")].join(" ")}`;
  });
  const shown = texts.slice(0, HOLDERS_SHOWN);
  const more = texts.length > shown.length ? [`${count(texts.length - shown.length)} more`] : [];
  return texts.length === 0 ? [] : [["also", [...shown, ...more]]];
}

function remedies({ remedies: all, fate }: Explanation, columns: number, paint: Paint): string[] {
  const nothing =
    fate === "served" ? "nothing was needed" : "no setting of Lambda's: the time is spent in the function";
  const needless = fate === "quiet" ? [] : [nothing];
  if (all.length === 0) return needless;
  return all.flatMap(({ text, rule, command }) => [
    ...wrapped(`${text} (${rule})`, columns - 2),
    ...(command === null ? [] : [paint(`  ${command}`, "dim")]),
  ]);
}

const rules = ({ rules: ids }: Explanation, meanings: Readonly<Record<string, string>>): Row[] =>
  ids.map((id) => [id, [meanings[id] ?? ""]]);

function footer({ scenario, variant, seed, runs }: Explanation, columns: number): string[] {
  const other = runs > 1 ? ` (the first of ${count(runs)}; whole-run numbers are means over all)` : "";
  return wrapped(`${printable(scenario)}   ${printable(variant)}   seed ${seed}${other}`, columns);
}
