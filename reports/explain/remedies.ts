/** What would have helped at a moment: the setting, how large, by which rule, and the command to try it. */
import type { ThrottleCause } from "../../sim/index.ts";
import { commandWith, largerLimits, type Setting } from "../summary/advice.ts";
import { count, duration, exact, rate } from "../words/numbers.ts";
import { REFUSALS } from "../words/refusals.ts";
import { causeOf, STATE_CAUSES } from "../words/states.ts";
import { printable } from "../words/table.ts";
import type { Judgement } from "./fate.ts";
import {
  allowanceOf,
  assumed,
  limitAt,
  peakOfMinute,
  refusing,
  type Scene,
  unitsAreDivided,
  unitsHeld,
  withUnits,
} from "./scene.ts";

export interface Remedy {
  /** "raise functions.checkout.reserved from 300 to 430". */
  text: string;
  rule: string;
  /** The values that would have been needed; empty where no single setting helps. */
  settings: Setting[];
  /** To paste; null where there is no setting, or no file to run. */
  command: string | null;
}

const PEAK_MARGIN = 1.1;
const REQUESTS_PER_UNIT = 10;
const UNRESERVABLE = 100;
/** LIM-14: the number of a version, which no alias can have. */
const VERSION = /^\d+$/;
/** Reserved units of others that lie idle are worth a word from this many on. */
const WORTH_A_WORD = 10;

export function remediesFor(scene: Scene, judgement: Judgement): Remedy[] {
  if (judgement.cause !== null) return ofRefusal(scene, judgement.cause);
  if (judgement.fate === "unavailable") return ofState(scene, judgement);
  if (judgement.fate === "cold") return [provisionedFor(scene)];
  if (judgement.fate === "spilled") return moreUnits(scene, judgement.rule);
  if (judgement.rule === "ASY-5" || judgement.rule === "ASY-7") return [drainFaster(scene)];
  if (judgement.rule === "ASY-3")
    return [advice("avoid the errors: each makes its event wait for 1, then 2 minutes", "ASY-3")];
  if (scene.inForce.reserved === 0) return ofRefusal(scene, "reserved-zero");
  return [];
}

function ofState({ episodes }: Scene, { rule }: Judgement): Remedy[] {
  const causes = episodes.filter(({ kind }) => kind === "refusing").map(causeOf);
  return [...new Set(causes)].slice(0, 1).map((cause) => advice(STATE_CAUSES[cause].remedy, rule));
}

function ofRefusal(scene: Scene, cause: ThrottleCause): Remedy[] {
  const { remedy, rule } = REFUSALS[cause];
  if (remedy !== null) return [advice(remedy.text(printable(scene.name), refusing(scene)), remedy.rule)];
  return SIZED[cause]?.(scene, cause) ?? [largerLimit(scene, cause, rule)];
}

/** Where the run tells how large a setting has to be. */
const SIZED: Partial<Readonly<Record<ThrottleCause, (scene: Scene, cause: ThrottleCause) => Remedy[]>>> = {
  "reserved-full": (scene, cause) => [scene.queued ? drainFaster(scene) : largerLimit(scene, cause, "RES-1")],
  "unreserved-pool-full": (scene, cause) => [
    scene.queued ? drainFaster(scene) : largerLimit(scene, cause, "CONC-2"),
    ...idleReservations(scene),
  ],
  "request-rate-reserved": (scene, cause) => [...unitsForRate(scene), largerLimit(scene, cause, "RPS-7")],
  "request-rate-account": (scene, cause) => [...unitsForRate(scene), largerLimit(scene, cause, "RPS-7")],
  "scaling-rate": (scene) => [refilled(scene), provisionedFor(scene, scene.now.refused)],
};

const advice = (text: string, rule: string): Remedy => ({ text, rule, settings: [], command: null });

/** What the whole run would have needed, since a limit that holds for one second fails in the next. */
function largerLimit(scene: Scene, cause: ThrottleCause, rule: string): Remedy {
  const { result, name } = scene;
  const settings = largerLimits(result, name, cause);
  if (settings.length === 0) return advice("no single limit is too small: look at the run as a whole", rule);
  const changed = changedSince(scene);
  const { reserved, quota } = scene.inForce;
  const was = (path: string): string => count(path.endsWith(".reserved") ? (reserved ?? 0) : quota);
  const list = settings
    .map(({ path, value }) => `${printable(path)} from ${was(path)} to ${count(value)}`)
    .join(" and ");
  const text = `raise ${list}, what the whole run wants`;
  if (changed) return { text: `${text}, set by the scenario's changes`, rule, settings, command: null };
  return { text, rule, settings, command: commandWith(result, settings) };
}

/** A limit that the scenario changed before the moment is not the one that a flag sets. */
function changedSince({ result, name, atMs, inForce }: Scene): boolean {
  const own = result.limits.functions[name]!;
  const region = result.limits.regions[inForce.region]!;
  return (
    limitAt(own, atMs).reserved !== own[0]!.reserved || limitAt(region, atMs).concurrency !== region[0]!.concurrency
  );
}

/** RES-2: reserved units of others that nobody used in the bucket. */
function idleReservations({ result, inForce, atMs }: Scene): Remedy[] {
  const idle = unitsHeld(result, inForce.region, atMs)
    .map(({ function: holder, units, reserved }) => ({ holder, units, reserved: reserved ?? 0 }))
    .map((one) => ({ ...one, unused: one.reserved - one.units }))
    .sort((a, b) => b.unused - a.unused)[0];
  if (idle === undefined || idle.unused < WORTH_A_WORD) return [];
  const used = count(Math.ceil(idle.units));
  const whose = `${printable(idle.holder)}'s ${count(idle.reserved)} reserved units`;
  const text = `or give back part of ${whose}: it used ${used}`;
  return [advice(text, "RES-2")];
}

/** RPS-7. */
function unitsForRate({ now, inForce }: Scene): Remedy[] {
  if (now.refused === 0) return [];
  const perSecond = now.requests / ((now.toMs - now.fromMs) / 1000);
  const units = Math.ceil(perSecond / REQUESTS_PER_UNIT);
  const kind = inForce.reserved === null ? "units" : "reserved units";
  return [advice(`${rate(perSecond)} came, and ten requests/s go with a unit: ${count(units)} ${kind}`, "RPS-7")];
}

/** SCALE-5: how long until what was refused could have had environments. */
function refilled(scene: Scene): Remedy {
  const { result, now, inForce } = scene;
  const allowance = allowanceOf(scene);
  const refused = now.refusedByCause["scaling-rate"] ?? 0;
  const model = assumed(result, "scaling", inForce.region);
  if (model === "burst-2021")
    return advice("wait: 500 more environments come with every minute, for the whole Region", "SCALE-10");
  if (model !== "token-bucket" && model !== "")
    return advice(`spread the rise: at most ${count(allowance)} new environments in 10 s (${model})`, "SCALE-5");
  const perSecond = allowance / 10;
  const wait = duration((Math.min(refused, allowance) * 1000) / perSecond);
  const steady = `spread the rise: ${count(perSecond)} more each second, at most ${count(allowance)} at once`;
  const text = `spread the rise: room for ${count(refused)} more comes back in ${wait}, at ${count(perSecond)}/s`;
  return advice(refused === 0 || refused > allowance ? steady : text, "SCALE-5");
}

/** PC-18: peak of the minute and a tenth. */
function provisionedFor(scene: Scene, refused = 0): Remedy {
  const peak = peakOfMinute(scene);
  const units = Math.ceil(exactly((peak + refused) * PEAK_MARGIN));
  const besides = refused === 0 ? "" : ` with the ${count(refused)} refused`;
  const why = `peak of the minute ${count(peak)}${besides} and a tenth`;
  const { limit, rule } = bound(scene, units);
  const text = `${count(units)} provisioned units, ${why}${limit}`;
  if (rule !== null) return advice(text, rule);
  return ofUnits(scene, units, { text, rule: "PC-18" });
}

/** With the setting, where it is one number: units that several versions have are not one. */
function ofUnits(scene: Scene, value: number, { text, rule }: Pick<Remedy, "text" | "rule">): Remedy {
  const { name, result, inForce } = scene;
  if (inForce.provisioned === 0 || unitsAreDivided(scene)) return advice(text, rule);
  const [alias] = withUnits(scene).filter((version) => !VERSION.test(version));
  const at = alias === undefined ? "" : `${alias}.`;
  const settings = [{ path: `functions.${name}.provisioned.${at}count`, value }];
  return { text, rule, settings, command: commandWith(result, settings) };
}

/** PC-2, PC-3: what provisioned units may not exceed. */
function bound({ inForce }: Scene, units: number): { limit: string; rule: string | null } {
  const { reserved, pool, provisioned } = inForce;
  if (reserved !== null && units > reserved)
    return { limit: `, with as many reserved (now ${reserved})`, rule: "PC-2" };
  const free = pool + provisioned - UNRESERVABLE;
  if (reserved === null && units > free)
    return { limit: `, with a larger quota (${count(free)} can be)`, rule: "PC-3" };
  return { limit: "", rule: null };
}

/** RPS-3: units for the rate; PC-9: units for what ran at once. */
function moreUnits(scene: Scene, rule: string): Remedy[] {
  const needless = advice("nothing was needed: what spilled over found warm environments on demand", "PC-10");
  if (rule !== "RPS-3") return [needless, onlyIf(provisionedFor(scene))];
  const { now } = scene;
  const perSecond = (now.requests - now.refused) / ((now.toMs - now.fromMs) / 1000);
  const value = Math.ceil(exactly(perSecond / REQUESTS_PER_UNIT));
  const text = `${count(value)} provisioned units for ${rate(perSecond)}, ten requests/s each`;
  return [needless, onlyIf(ofUnits(scene, value, { text, rule }))];
}

const onlyIf = (remedy: Remedy): Remedy => ({ ...remedy, text: `only if none may spill over: ${remedy.text}` });

/** Events wait and come again: more units end the backlog sooner, and any number of them ends it. */
function drainFaster({ inForce, name }: Scene): Remedy {
  const { reserved, quota, region } = inForce;
  const [what, now, rule] =
    reserved === null ? [`the quota of ${region}`, quota, "CONC-2"] : [`functions.${name}.reserved`, reserved, "RES-1"];
  return advice(`raise ${printable(what)} above ${count(now)}: each unit more drains the queue faster`, rule);
}

/** 10 x 1.1 is 11, not a hair more. */
const exactly = (value: number): number => Number(exact(Math.round(value * 1e6) / 1e6));
