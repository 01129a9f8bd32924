/** The scenario file behind the screen: reads it, simulates the variant wanted, keeps what was recorded. */
import { unwatchFile, watchFile } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { evaluate } from "../../reports/index.ts";
import { load, type Problem } from "../../scenarios/index.ts";
import type { Result } from "../../sim/index.ts";
import { readerBeside, readText } from "../files.ts";
import { openAll, type Planned } from "../opening.ts";
import { type Recording, record } from "./recording.ts";
import type { Show } from "./show.ts";
import { type Stop, simulateInThread } from "./thread.ts";

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

/** A result and the configuration it belongs to, as text: an edit that changes nothing costs no new run. */
interface Kept {
  readonly config: string;
  readonly result: Result;
}

const POLL_MS = 500;
const PROGRESS_MS = 100;
const BASE = "base";

export class Session {
  readonly #options: SessionOptions;
  readonly #listeners = new Set<() => void>();
  readonly #kept = new Map<string, Kept>();
  #plans: readonly Planned[] = [];
  #wanted: string;
  #watched: readonly string[] = [];
  #stop: Stop | null = null;
  #show: Show;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#wanted = options.variant;
    const { file, variant, seed } = options;
    this.#show = {
      scenario: basename(file).replace(/\.burst\.ya?ml$/, ""),
      variant,
      variants: [],
      seed,
      recording: null,
      functions: 1,
      computing: null,
      problems: [],
      failure: null,
    };
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
    this.#plans = plans;
    const known = plans.some(({ variant }) => variant === this.#wanted);
    if (!known) this.#wanted = BASE;
    this.#change({ problems: [], variants: plans.map(({ variant }) => variant) });
    this.#simulate();
  };

  /** The next variant, or the one before; it is shown as soon as it is simulated. False if there is no other. */
  readonly turnTo = (by: number): boolean => {
    const names = this.#plans.map(({ variant }) => variant);
    if (names.length < 2) return false;
    this.#wanted = names[(names.indexOf(this.#wanted) + by + names.length) % names.length] ?? BASE;
    this.#simulate();
    return true;
  };

  readonly close = (): void => {
    this.#stop?.();
    for (const path of this.#watched) unwatchFile(path, this.reread);
    this.#watched = [];
  };

  #open(): { readonly plans: readonly Planned[]; readonly problems: readonly Problem[] } {
    const { file, set, vars, seed, variant } = this.#options;
    const selection = { overrides: { set, vars, problems: [] }, repeat: 1, ...(seed === null ? {} : { seed }) };
    const opened = openAll([file], { ...selection, variants: "all" });
    const first = this.#plans.length === 0;
    if (!first || opened.problems.length > 0 || opened.plans.some((plan) => plan.variant === variant)) return opened;
    return openAll([file], { ...selection, variants: [variant] });
  }

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

  #simulate(): void {
    this.#stop?.();
    this.#stop = null;
    const plan = this.#plans.find(({ variant }) => variant === this.#wanted);
    const config = plan?.configs[0];
    if (plan === undefined || config === undefined) return;
    const text = JSON.stringify(config);
    const kept = this.#kept.get(plan.variant);
    if (kept?.config === text) {
      this.#present(plan, kept.result);
      return;
    }
    const before = this.#show.recording === null ? { ...describe(plan), variant: plan.variant } : {};
    this.#change({ ...before, computing: { variant: plan.variant, done: 0 } });
    let toldAt = 0;
    this.#stop = simulateInThread(config, {
      onProgress: (done) => {
        if (performance.now() - toldAt < PROGRESS_MS) return;
        toldAt = performance.now();
        this.#change({ computing: { variant: plan.variant, done } });
      },
      onResult: (result) => {
        this.#kept.set(plan.variant, { config: text, result });
        this.#present(plan, result);
      },
      onError: (failure) => this.#change({ failure }),
    });
  }

  #present(plan: Planned, result: Result): void {
    this.#stop = null;
    this.#change({ ...describe(plan), variant: plan.variant, recording: recordingOf(plan, result), computing: null });
  }

  #change(change: Partial<Show>): void {
    this.#show = { ...this.#show, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function describe({ scenario, configs }: Planned): Pick<Show, "scenario" | "seed" | "functions"> {
  return { scenario: scenario.name, seed: configs[0]?.seed ?? 0, functions: configs[0]?.functions.length ?? 1 };
}

function recordingOf({ configs, thresholds }: Planned, result: Result): Recording {
  const { functions = [], traffic = [] } = configs[0] ?? {};
  return record(result, { functions, traffic }, evaluate(thresholds, [result]));
}
