/** Laws of provisioned units that come and go: what is asked for, how fast it comes, and what scales it (PC, AAS). */
import { FLOOR } from "./configs/functions.ts";
import { allOf, type Law } from "./law.ts";
import type { Observed } from "./runs/observed.ts";
import {
  InForce,
  limitsOver,
  type Step,
  totalOf,
  type UnitNote,
  unitNotes,
  type Wanted,
} from "./runs/units-over-time.ts";
import { deploys, type Holder, historyOf, holdersOf, isManaged, Settings, scales, unitsMove } from "./settings.ts";

const ofEach =
  (breaches: (run: Observed, fn: string) => string[]) =>
  (run: Observed): string[] =>
    run.config.functions
      .filter((settings) => !isManaged(settings) && historyOf(run.config, settings.name).some(hasUnits))
      .flatMap(({ name }) => breaches(run, name));

const hasUnits = (settings: Parameters<typeof holdersOf>[0]): boolean => holdersOf(settings).length > 0;

/** Each step with the value before it. */
const changesIn = <T>(steps: readonly Step<T>[]): { at: number; before: T | null; value: T }[] =>
  steps.map(({ at, value }, place) => ({ at, value, before: steps[place - 1]?.value ?? null }));

/** Units wanted in all. */
const totalsOf = (run: Observed, fn: string): { at: number; before: number; value: number }[] =>
  changesIn(run.wanted(fn)).map(({ at, before, value }) => ({
    at,
    before: before === null ? 0 : totalOf(before),
    value: totalOf(value),
  }));

/** CONC-2: the model of its Region lets what is READY serve above a limit. */
function servesAbove({ config }: Observed, fn: string): boolean {
  const { region } = config.functions.find(({ name }) => name === fn)!;
  return config.regions.find(({ name }) => name === region)!.model.fullLimit === "serve";
}

/** PC-2: READY units that drain may be above a reservation that has fallen; none come above it. */
function withinReservation(run: Observed, fn: string): string[] {
  const around = new AroundChanges(run);
  const reservedAt = (at: number): number =>
    Math.max(...around.at(at, fn).map(({ functions }) => functions.get(fn)!.reserved ?? Number.POSITIVE_INFINITY));
  const ready = changesIn(limitsOver(run.result, fn)).filter(
    ({ before, value }) => value.provisioned > (before?.provisioned ?? 0),
  );
  const asked = totalsOf(run, fn).filter(({ before, value }) => value > before);
  const all = [
    ...(servesAbove(run, fn) ? [] : ready).map(({ at, value }) => ({ at, units: value.provisioned, what: "READY" })),
    ...asked.map(({ at, value }) => ({ at, units: value, what: "wanted" })),
  ].sort((a, b) => a.at - b.at);
  return allOf(
    all,
    ({ at, units }) => units <= reservedAt(at),
    ({ at, units, what }) => `${fn}: ${units} units ${what} at ${at} us, above its reservation`,
  );
}

/** Of a Region: all units wanted and all reservations together leave the floor whenever more is asked for. */
function leavesFloor(run: Observed): string[] {
  const { config } = run;
  const moments = config.functions
    .flatMap(({ name }) =>
      totalsOf(run, name)
        .filter(({ before, value }) => value > before)
        .map(({ at }) => ({ at, name })),
    )
    .sort((a, b) => a.at - b.at);
  const around = new AroundChanges(run);
  const inForce = new Map(config.functions.map(({ name }) => [name, new InForce(run.wanted(name))]));
  const leftIn = (settings: Settings, region: string, at: number): number =>
    settings
      .inRegion(region)
      .map((one) => one.reserved ?? totalOf(inForce.get(one.name)!.at(at).value))
      .reduce((left, units) => left - units, settings.regions.get(region)!.concurrency);
  return moments.flatMap(({ at, name }) => {
    const all = around.at(at, name);
    const { reserved, region } = all.at(-1)!.functions.get(name)!;
    if (reserved !== null) return [];
    const left = Math.max(...all.map((settings) => leftIn(settings, region, at)));
    return left >= FLOOR ? [] : [`${region}: ${left} left at ${at} us, when ${name} asks for units`];
  });
}

/** The settings by which units of a function may have been asked for. */
class AroundChanges {
  readonly #before: Settings;
  readonly #after: Settings;

  constructor({ config }: Observed) {
    this.#before = new Settings(config);
    this.#after = new Settings(config);
  }

  /** What scales at the moment of a change may come before it or after it. Moments rise from call to call. */
  at(moment: number, fn: string): Settings[] {
    this.#before.advanceTo(moment - 1);
    this.#after.advanceTo(moment);
    const holders = holdersOf(this.#after.functions.get(fn)!);
    return holders.some((holder) => scalesAt(holder, moment)) ? [this.#before, this.#after] : [this.#after];
  }
}

/** The settings of what has units, with what has become of it: null where scaling or a failed Init decides. */
function plainHolder(run: Observed, fn: string, settings: Settings): Holder | null {
  const [holder, other] = holdersOf(settings.functions.get(fn)!);
  const failed = unitNotes(run.result, fn).some(({ kind }) => kind === "failed");
  return holder === undefined || other !== undefined || scales(holder.provisioned) || failed ? null : holder;
}

/**
 * PC-4, PC-15: without scaling, so many are wanted as the settings say, but for those that AWS has refused, and of each
 * version its share of them.
 */
function asConfigured(run: Observed, fn: string): string[] {
  const settings = new Settings(run.config);
  const wanted = new InForce(run.wanted(fn));
  const refusals = unitNotes(run.result, fn).filter(({ kind }) => kind === "refused");
  const moments = [0, ...run.config.changes.map(({ at }) => at as number)].filter((at) => at < run.config.horizon);
  let taken = { asked: -1, units: -1 };
  return moments.flatMap((at) => {
    settings.advanceTo(at);
    const holder = plainHolder(run, fn, settings);
    if (holder === null) return [];
    const asked = holder.provisioned.count;
    const refused = refusals.some((note) => note.at === at && note.units === asked);
    if (asked !== taken.asked) taken = { asked, units: refused ? taken.units : asked };
    const found = wanted.at(at).value;
    return allOf(
      [taken.units],
      (count) => totalOf(found) === count && isDivided(holder, found, count),
      (count) => `${fn}: ${JSON.stringify([...found])} wanted at ${at} us, where ${count} are set`,
    );
  });
}

/** To the next whole unit, whichever way it is rounded. */
function isDivided({ qualifier, alias }: Holder, wanted: Wanted, count: number): boolean {
  if (alias === null) return wanted.get(qualifier) === count;
  const { version, additional } = alias;
  const second = count * (additional?.weight ?? 0);
  const of = (name: string | undefined): number => (name === undefined ? 0 : (wanted.get(name) ?? 0));
  if (additional?.version === version) return of(version) === count;
  return Math.abs(of(version) - (count - second)) < 1 && Math.abs(of(additional?.version) - second) < 1;
}

/** Units that are told apart. */
interface Apart {
  readonly name: string;
  readonly ready: readonly Step<number>[];
  readonly wanted: readonly Step<number>[];
  readonly notes: readonly UnitNote[];
  /** READY as the run begins, before anything changes; a share of an alias's units may be rounded either way. */
  readonly begun: number;
  /** Some may go as others come, so that READY ones may be fewer than are wanted. */
  readonly mixed: boolean;
}

const stepsOf = <T>(steps: readonly Step<T>[], of: (value: T) => number): Step<number>[] =>
  steps.map(({ at, value }) => ({ at, value: of(value) }));

/** Units of this version that a holder has as the run begins. */
function begunOf({ qualifier, provisioned, alias }: Holder, version: string): number {
  if (provisioned.allocateAtStart) return 0;
  if (alias === null) return qualifier === version ? provisioned.count : 0;
  const second = alias.additional?.weight ?? 0;
  const ofFirst = alias.version === version ? 1 - second : 0;
  return provisioned.count * (ofFirst + (alias.additional?.version === version ? second : 0));
}

/** Of each version where an alias names them, else of the whole function. */
function unitsApart({ config, result, wanted }: Observed, fn: string): Apart[] {
  const limits = limitsOver(result, fn);
  const notes = unitNotes(result, fn);
  const first = holdersOf(config.functions.find(({ name }) => name === fn)!);
  const { versions } = limits[0]!.value;
  if (versions === undefined) {
    const holders = historyOf(config, fn).flatMap(holdersOf);
    const mixed = new Set(holders.map(({ qualifier }) => qualifier)).size > 1 || unitsMove(config, fn);
    const ready = stepsOf(limits, ({ provisioned }) => provisioned);
    const begun = first.reduce((sum, holder) => sum + begunOf(holder, holder.qualifier), 0);
    return [{ name: fn, ready, wanted: stepsOf(wanted(fn), totalOf), notes, begun, mixed }];
  }
  return Object.keys(versions).map((version) => ({
    name: `${fn}: version ${version}`,
    ready: stepsOf(limits, (limit) => limit.versions![version]!),
    wanted: stepsOf(wanted(fn), (units) => units.get(version) ?? 0),
    notes: notes.filter(({ qualifier }) => qualifier === version),
    begun: first.reduce((sum, holder) => sum + begunOf(holder, version), 0),
    mixed: deploys(config.functions.find(({ name }) => name === fn)!),
  }));
}

const sumOf = (notes: readonly UnitNote[], what: UnitNote["kind"]): number =>
  notes.reduce((sum, { kind, units }) => (kind === what ? sum + units : sum), 0);

/**
 * PC-5, PC-6: none comes but with the whole of what was asked for, or after it, where it waits for others to end; the
 * READY ones stay, unless fewer are wanted.
 */
function wholeRequests(run: Observed, fn: string): string[] {
  return unitsApart(run, fn).flatMap(({ name, ready, wanted, notes, begun, mixed }) => {
    const inForce = new InForce(wanted);
    return changesIn(ready).flatMap(({ at, before, value }) => {
      const now = notes.filter((note) => note.at === at);
      // Several changes of one moment may ask for fewer, and then for more again.
      const asked = Math.min(
        inForce.at(at).value,
        ...now.flatMap(({ kind, units }) => (kind === "wanted" ? [units] : [])),
      );
      const come = sumOf(now, "ready");
      // Those that wait may have come one by one since, or been called off.
      const waited = sumOf(
        notes.filter((note) => note.at <= at),
        "waiting",
      );
      const most = (before ?? Math.ceil(begun)) + come + waited;
      const least = mixed ? 0 : Math.min((before ?? Math.floor(begun)) + come, asked);
      return value <= most && value >= least ? [] : [`${name}: ${value} READY at ${at} us, not ${least} to ${most}`];
    });
  });
}

/**
 * PC-20: where the model lets none serve above a limit, those that come wait for those that go, and take their places:
 * until all are there, READY units do not become fewer, unless fewer are wanted.
 */
function takeTurns(run: Observed, fn: string): string[] {
  if (servesAbove(run, fn)) return [];
  const inForce = new InForce(run.wanted(fn));
  const notes = unitNotes(run.result, fn);
  const ready = limitsOver(run.result, fn);
  const readyAt = new InForce(ready);
  return changesIn(ready).flatMap(({ at, before, value: { provisioned } }) => {
    const wanted = totalOf(inForce.at(at).value);
    const last = notes.findLast((note) => note.at <= at);
    const waiting = notes.some((note) => note.at === last?.at && note.kind === "waiting");
    const least = waiting && last!.at < at ? Math.min(wanted, readyAt.at(last!.at).value.provisioned) : 0;
    return provisioned >= least && provisioned <= Math.max(wanted, before?.provisioned ?? 0)
      ? []
      : [`${fn}: ${provisioned} units READY at ${at} us, ${wanted} wanted, at least ${least}`];
  });
}

/** Units wanted of a function at this moment, at their most: some may have been given back or taken in it. */
function mostWanted(run: Observed, fn: string, at: number): number {
  const steps = run.wanted(fn);
  const before = steps.findLast((step) => step.at < at);
  const during = steps.filter((step) => step.at === at);
  return Math.max(...[...(before === undefined ? [] : [before]), ...during].map(({ value }) => totalOf(value)));
}

/** PC-2, PC-3: what is refused would have gone beyond the reservation, or would have left less than 100 unreserved. */
function refusedForReason(run: Observed, fn: string): string[] {
  const refused = unitNotes(run.result, fn).filter(({ kind }) => kind === "refused");
  return refused.flatMap((note) => {
    // What scales at the moment of a change may come before it or after it.
    const [before, after] = [note.at - 1, note.at].map((moment) => fitting(run, fn, note, moment));
    return before === null || after === null ? [] : [after!];
  });
}

/** What was refused would have fitted by the settings of this moment; null where it would not. */
function fitting(run: Observed, fn: string, { at, units, before }: UnitNote, moment: number): string | null {
  const settings = new Settings(run.config);
  settings.advanceTo(moment);
  const { reserved, region } = settings.functions.get(fn)!;
  const wanted = mostWanted(run, fn, at) - before + units;
  if (reserved !== null) return wanted > reserved ? null : `${fn}: ${wanted} units refused at ${at} us`;
  const others = settings.inRegion(region).filter(({ name }) => name !== fn);
  const claims = others.map((one) => one.reserved ?? mostWanted(run, one.name, at));
  const left = settings.regions.get(region)!.concurrency - claims.reduce((sum, each) => sum + each, wanted);
  return left < FLOOR ? null : `${fn}: ${wanted} units refused at ${at} us, which leave ${left}`;
}

const MINUTE = 60_000_000;

/** PC-4: all of a function's units that were asked for since some moment come at its rate, after the preparation. */
function rate({ config, result }: Observed, fn: string): string[] {
  const { region } = config.functions.find(({ name }) => name === fn)!;
  const { model } = config.regions.find(({ name }) => name === region)!;
  const { provisionedPerMinute, provisionedPreparation, provisionedMove = provisionedPreparation } = model;
  const preparation = Math.min(provisionedPreparation, provisionedMove);
  const ready = (result.allocations ?? []).filter((one) => one.function === fn && one.status === "READY");
  return ready.flatMap(({ askedMs: since }) =>
    ready.flatMap(({ endedMs: until }) => {
      const come = ready.filter(({ askedMs, endedMs }) => askedMs >= since && endedMs! <= until!);
      const units = come.reduce((sum, { unitsCount }) => sum + unitsCount, 0);
      const time = (until! - since) * 1000 - preparation;
      const most = (time * provisionedPerMinute) / MINUTE;
      return come.length === 0 || units <= most + 1e-6
        ? []
        : [`${fn}: ${units} units from ${since} to ${until} ms, at most ${most}`];
    }),
  );
}

/** The units that a holder wants in all, before and after each moment at which scaling changed it. */
function scaled(run: Observed, fn: string): { at: number; from: number; to: number; holder: Holder }[] {
  const { config } = run;
  const [holder, other] = holdersOf(config.functions.find(({ name }) => name === fn)!);
  if (holder === undefined || other !== undefined || !scales(holder.provisioned)) return [];
  const set = new Set(
    config.changes.filter((one) => one.functions.some(({ name }) => name === fn)).map(({ at }) => at as number),
  );
  const told = unitNotes(run.result, fn).filter(({ kind }) => kind === "wanted");
  const moments = new Set(told.map(({ at }: UnitNote) => at));
  return totalsOf(run, fn)
    .filter(({ at, before, value }) => at > 0 && before !== value && moments.has(at) && !set.has(at))
    .map(({ at, before, value }) => ({ at, from: before, to: value, holder }));
}

const policiesOf = ({ provisioned }: Holder) => [provisioned.autoscale ?? []].flat();

/** AAS-1, AAS-12: bounds in force at a moment; of one moment's schedules any may come first. */
function boundsAt(holder: Holder, at: number) {
  const [policy] = policiesOf(holder);
  const due = holder.provisioned.schedules.flatMap(({ at: moments, min, max }) =>
    moments.filter((moment) => moment <= at).map((moment) => ({ moment: moment as number, min, max })),
  );
  due.sort((a, b) => a.moment - b.moment);
  const last = (of: "min" | "max", otherwise: number): number =>
    due.findLast((one) => one[of] !== null)?.[of] ?? otherwise;
  return { min: last("min", policy?.min ?? 0), max: last("max", policy?.max ?? Number.POSITIVE_INFINITY) };
}

const isScheduled = ({ provisioned }: Holder, at: number): boolean =>
  provisioned.schedules.some((one) => one.at.some((moment) => moment === at));

const scalesAt = (holder: Holder, at: number): boolean =>
  isScheduled(holder, at) || (at % MINUTE === 0 && policiesOf(holder).length > 0);

/** A policy adds up to its maximum and takes down to its minimum; a schedule brings the units within both. */
const withinBounds = (run: Observed, fn: string): string[] =>
  allOf(
    scaled(run, fn),
    ({ at, from, to, holder }) => {
      const { min, max } = boundsAt(holder, at);
      // Of schedules and policies that act at once the order is not told.
      if (isScheduled(holder, at)) return at % MINUTE === 0 || (to >= min && to <= Math.max(min, max));
      return at % MINUTE === 0 && policiesOf(holder).length > 0 && (to > from ? to <= max : to >= min);
    },
    ({ at, from, to }) => `${fn}: scales from ${from} to ${to} at ${at} us`,
  );

/** AAS-9: after a minute in which nothing ran there is no data point. */
function withoutTraffic(run: Observed, fn: string): string[] {
  const own = run.attempts.filter((attempt) => attempt.function === fn);
  return allOf(
    scaled(run, fn).filter(({ at, holder }) => !isScheduled(holder, at)),
    ({ at }) => own.some(({ start, end }) => start < at && (end ?? at) >= at - MINUTE),
    ({ at, from, to }) => `${fn}: scales from ${from} to ${to} at ${at} us, after a minute without a request`,
  );
}

export const RATE = "PC-4: the units that a function has asked for come at its rate, whatever version they are for";

export const PROVISIONED: readonly Law[] = [
  {
    title: "PC-2: a function with a reservation asks for no units above it, and none come above it",
    breaches: ofEach(withinReservation),
  },
  { title: "PC-3, CONC-8: units of functions without a reservation leave 100 unreserved", breaches: leavesFloor },
  { title: "PC-4, PC-15: what is wanted is what the settings say, divided by weight", breaches: ofEach(asConfigured) },
  { title: RATE, breaches: ofEach(rate) },
  {
    title: "PC-5, PC-6: units come with the whole of their request, and go only when fewer are wanted",
    breaches: ofEach(wholeRequests),
  },
  { title: "PC-20: units that come take the places of those that go, and no others", breaches: ofEach(takeTurns) },
  { title: "PC-2, PC-3: AWS refuses only what does not fit", breaches: ofEach(refusedForReason) },
  { title: "AAS-1, AAS-12: scaling acts at its moments and within its bounds", breaches: ofEach(withinBounds) },
  { title: "AAS-9: without traffic provisioned units stay as many as they are", breaches: ofEach(withoutTraffic) },
];
