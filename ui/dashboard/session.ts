/** The scenario file behind the screen: reads it, simulates the runs wanted, keeps what was recorded. */
import { unwatchFile, watchFile } from "node:fs";
import { dirname, resolve } from "node:path";
import { evaluate } from "../../reports/index.ts";
import { load, type Problem } from "../../scenarios/index.ts";
import { type Result, type SimConfig, toMs } from "../../sim/index.ts";
import { readerBeside, readText } from "../host/files.ts";
import { lessonFlaws, lessonPages, noLesson, untrue, variantsOf } from "../lessons/lesson.ts";
import { record } from "../player/recording.ts";
import { blankShow, type LessonShow, type Show, type Take } from "../player/show.ts";
import type { Ahead } from "../runs/executors/executor.ts";
import type { Executors } from "../runs/executors/executors.ts";
import { openAll, type Planned } from "../runs/opening.ts";
import { watchCommand } from "./command.ts";

export interface SessionOptions {
  readonly file: string;
  readonly set: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly seed: number | null;
  /** "base" for the file as it is. */
  readonly variant: string;
  /** Plays the lesson of the scenario. */
  readonly lesson: boolean;
}

/** A run that can be wanted: a variant of the file, or one with more changes. */
interface Wanted {
  readonly label: string;
  readonly plan: Planned;
  /** What changes it beside its variant. */
  readonly set: Readonly<Record<string, string>>;
}

/** The run that is being made. */
interface Simulating {
  readonly label: string;
  readonly stop: AbortController;
}

/** A result and the configuration it belongs to, as text: an edit that changes nothing costs no new run. */
interface Kept {
  readonly config: string;
  readonly result: Result;
}

const POLL_MS = 500;
const PROGRESS_MS = 100;
const BASE = "base";

/** What the dashboard needs of a session. */
export type Driven = Pick<Session, "show" | "subscribe" | "reread" | "turnTo" | "whatIf" | "simulateAll" | "alone">;

export class Session {
  readonly #options: SessionOptions;
  readonly #listeners = new Set<() => void>();
  readonly #kept = new Map<string, Kept>();
  readonly #takes = new WeakMap<Result, { readonly plan: Planned; readonly take: Take }>();
  #variants: readonly Wanted[] = [];
  #whatIfs: readonly Wanted[] = [];
  /** The run on the screen, and those to simulate after it. */
  #wanted: string;
  #beside: string | null = null;
  #awaited: readonly string[] = [];
  #watched: readonly string[] = [];
  /** Those of whoever opened the session, who closes them. */
  readonly #executors: Executors;
  #simulating: Simulating | null = null;
  #show: Show;

  constructor(options: SessionOptions, executors: Executors) {
    this.#options = options;
    this.#executors = executors;
    this.#wanted = options.variant;
    this.#show = blankShow(options);
  }

  /** The same object until something has changed. */
  readonly show = (): Show => this.#show;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the file; with problems in it the last recording stays. */
  readonly reread = (): void => {
    const { problems, plans } = this.#open();
    this.#watch();
    if (problems.length > 0) {
      this.#change({ problems });
      return;
    }
    this.#variants = plans.map((plan) => ({ label: plan.variant, plan, set: {} }));
    this.#whatIfs = this.#whatIfs.flatMap(({ plan, set }) => this.#planWith(plan.variant, set).wanted ?? []);
    if (this.#find(this.#wanted) === undefined) this.#wanted = BASE;
    if (this.#beside !== null && this.#find(this.#beside) === undefined) this.#beside = null;
    const lesson = this.#options.lesson ? (plans[0]?.scenario.lesson ?? null) : null;
    if (lesson !== null) this.#awaited = variantsOf(lesson);
    this.#change({ problems: this.#lessonMissing(lesson === null), fields: plans[0]?.scenario.fields ?? [] });
    this.#simulate();
  };

  /** The next run, or the one before; it is shown as soon as it is simulated. False if there is no other. */
  readonly turnTo = (by: number): boolean => {
    const labels = this.#all().map(({ label }) => label);
    if (labels.length < 2) return false;
    this.#wanted = labels[(labels.indexOf(this.#wanted) + by + labels.length) % labels.length] ?? BASE;
    this.#beside = null;
    this.#simulate();
    return true;
  };

  /** Replays the same requests with one field changed, beside the present run; the problems of the change if any. */
  readonly whatIf = (path: string, value: string): readonly Problem[] => {
    const present = this.#find(this.#wanted);
    const set = { ...present?.set, [path]: value };
    const { wanted, problems } = this.#planWith(present?.plan.variant ?? BASE, set);
    if (wanted === null) return problems;
    this.#whatIfs = [...this.#whatIfs.filter(({ label }) => label !== wanted.label), wanted];
    if (wanted.label !== this.#wanted) this.#beside = this.#wanted;
    this.#wanted = wanted.label;
    this.#simulate();
    return [];
  };

  /** Simulates every run that `turnTo` could turn to. */
  readonly simulateAll = (): void => {
    this.#awaited = this.#all().map(({ label }) => label);
    if (this.#simulating === null) this.#simulate();
  };

  /** The run on the screen is looked at alone again. */
  readonly alone = (): void => {
    this.#beside = null;
    this.#present();
  };

  readonly close = (): void => {
    this.#giveUp();
    for (const path of this.#watched) unwatchFile(path, this.reread);
    this.#watched = [];
  };

  #open(): { readonly plans: readonly Planned[]; readonly problems: readonly Problem[] } {
    const { file, variant } = this.#options;
    const opened = openAll([file], { ...this.#selection({}), variants: "all" });
    const first = this.#variants.length === 0;
    if (!first || opened.problems.length > 0 || opened.plans.some((plan) => plan.variant === variant)) return opened;
    return openAll([file], { ...this.#selection({}), variants: [variant] });
  }

  #selection(more: Readonly<Record<string, string>>) {
    const { set, vars, seed } = this.#options;
    const overrides = { set: { ...set, ...more }, vars, problems: [] };
    return { overrides, repeat: 1, ...(seed === null ? {} : { seed }) };
  }

  /** A change that an edit of the file has made impossible is dropped with its problems. */
  #planWith(variant: string, set: Wanted["set"]): { wanted: Wanted | null; problems: readonly Problem[] } {
    const { plans, problems } = openAll([this.#options.file], { ...this.#selection(set), variants: [variant] });
    const [plan] = plans;
    if (problems.length > 0 || plan === undefined) return { wanted: null, problems };
    const changes = Object.entries(set).map(([path, value]) => `${path.replace(/^functions\./, "")}=${value}`);
    const label = [...(variant === BASE ? [] : [variant]), ...changes].join(", ");
    return { wanted: { label, plan, set }, problems: [] };
  }

  #lessonMissing(none: boolean): Problem[] {
    return this.#options.lesson && none ? [noLesson(this.#options.file)] : [];
  }

  readonly #all = (): readonly Wanted[] => [...this.#variants, ...this.#whatIfs];
  readonly #find = (label: string): Wanted | undefined => this.#all().find((one) => one.label === label);

  /** Watches the file and all that it names: parents, traces. */
  #watch(): void {
    const { file } = this.#options;
    const named = new Set([resolve(file)]);
    const read = readText(file);
    const beside = readerBeside(file);
    if (read.ok) {
      const { set, vars } = this.#options;
      const note = (path: string): string | null => {
        named.add(resolve(dirname(file), path));
        return beside(path);
      };
      load(read.text, file, { read: note, set, vars });
    }
    const gone = this.#watched.filter((path) => !named.has(path));
    const added = [...named].filter((path) => !this.#watched.includes(path));
    for (const path of gone) unwatchFile(path, this.reread);
    for (const path of added) watchFile(path, { interval: POLL_MS }, this.reread);
    this.#watched = [...named];
  }

  /** The run on the screen first, then those awaited, one at a time. */
  #simulate(): void {
    this.#giveUp();
    const next = [this.#wanted, ...this.#awaited].find((label) => this.#takeOf(label) === null);
    const wanted = next === undefined ? undefined : this.#find(next);
    if (wanted === undefined) {
      this.#present();
      return;
    }
    this.#present({ computing: { variant: wanted.label, done: 0 } });
    const { label, plan } = wanted;
    const [config] = plan.configs;
    if (config === undefined) return;
    void this.#make(label, config);
  }

  /** Nothing more is heard of a run that was given up. */
  async #make(label: string, config: SimConfig): Promise<void> {
    const stop = new AbortController();
    this.#simulating = { label, stop };
    let toldAt = 0;
    const onProgress = ({ doneMs }: Ahead): void => {
      if (stop.signal.aborted || performance.now() - toldAt < PROGRESS_MS) return;
      toldAt = performance.now();
      this.#change({ computing: { variant: label, done: (doneMs ?? 0) / toMs(config.horizon) } });
    };
    let result: Result;
    try {
      result = await this.#executors.one(config, { apart: true, signal: stop.signal, onProgress });
    } catch (error) {
      if (!stop.signal.aborted) this.#change({ failure: error instanceof Error ? error : new Error(String(error)) });
      return;
    }
    if (stop.signal.aborted) return;
    this.#kept.set(label, { config: JSON.stringify(config), result });
    this.#simulate();
  }

  /** A run that has not ended has no purpose any more. */
  #giveUp(): void {
    this.#simulating?.stop.abort();
    this.#simulating = null;
  }

  /** Null until it has been simulated as the file is now. */
  #takeOf(label: string): Take | null {
    const plan = this.#find(label)?.plan;
    const kept = this.#kept.get(label);
    if (plan === undefined || kept?.config !== JSON.stringify(plan.configs[0])) return null;
    const known = this.#takes.get(kept.result);
    if (known?.plan === plan) return known.take;
    const { functions = [], traffic = [] } = plan.configs[0] ?? {};
    const verdicts = evaluate(plan.thresholds, [kept.result]);
    const take = { label, recording: record(kept.result, { functions, traffic }, verdicts) };
    this.#takes.set(kept.result, { plan, take });
    return take;
  }

  /** The wanted run if it is there; else the last one stays on the screen. */
  #present(change: Partial<Show> = { computing: null }): void {
    const all = this.#all();
    const wanted = this.#find(this.#wanted);
    const take = this.#takeOf(this.#wanted);
    const takes = all.flatMap(({ label }) => this.#takeOf(label) ?? []);
    const shown =
      wanted === undefined || (take === null && this.#show.recording !== null) ? {} : this.#describe(wanted);
    this.#change({
      ...shown,
      ...(take === null ? {} : { recording: take.recording, beside: this.#besideTake() }),
      variants: all.map(({ label }) => label),
      takes,
      lesson: this.#lesson(takes),
      ...change,
    });
  }

  readonly #besideTake = (): Take | null => (this.#beside === null ? null : this.#takeOf(this.#beside));

  #describe({ label, plan: { scenario, variant, configs }, set }: Wanted): Partial<Show> {
    const { file, vars, set: given } = this.#options;
    const seed = configs[0]?.seed ?? 0;
    const command = watchCommand({ file, variant, seed, set: { ...given, ...set }, vars });
    return { scenario: scenario.name, variant: label, seed, functions: configs[0]?.functions.length ?? 1, command };
  }

  /** As soon as all its runs are there; what they do not bear out is a problem of the file. */
  #lesson(takes: readonly Take[]): LessonShow | null {
    const lesson = this.#options.lesson ? (this.#variants[0]?.plan.scenario.lesson ?? null) : null;
    if (lesson === null) return null;
    const runs = new Map(takes.map(({ label, recording }) => [label, recording.result]));
    if (variantsOf(lesson).some((variant) => !runs.has(variant))) return null;
    const flaws = lessonFlaws(lesson, runs);
    if (flaws.length === 0) return { ...lesson, pages: lessonPages(lesson, runs) };
    this.#change({ problems: untrue(this.#options.file, flaws) });
    return null;
  }

  #change(change: Partial<Show>): void {
    this.#show = { ...this.#show, ...change };
    for (const listener of this.#listeners) listener();
  }
}
