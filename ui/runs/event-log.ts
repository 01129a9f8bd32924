/** `--events`: every event as one line of JSON, written as the run goes, so that no memory grows with it. */
import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { SimConfig, TraceEvent } from "../../sim/index.ts";
import { codeOf, unwritable } from "../host/files.ts";
import type { Stream } from "../host/terminal.ts";
import { ProblemError } from "../library/problems.ts";

const FLAG = "--events";

/** Nobody reads the events any more (`| head -1`), so the rest of the run has no purpose. */
export class ReaderGone extends Error {
  override readonly name = "ReaderGone";
}

/** Where the lines go. */
interface Sink {
  /** @throws ReaderGone or ProblemError */
  write(text: string): Promise<void>;
  close(): void;
}

/** About 1.5 MB. A slice of the run that begins quietly may hold a burst of millions. */
const LINES_AT_ONCE = 10_000;

export class EventLog {
  readonly #sink: Sink;
  #lines: string[] = [];
  #written: Promise<unknown> = Promise.resolve();

  /** @throws ProblemError before the run, not after it, when the file cannot be written. "-" is standard output. */
  constructor(file: string, out: Stream) {
    this.#sink = file === "-" ? streamSink(out) : fileSink(file);
  }

  /** Takes the events of one run; several share the file. */
  of({ scenario, variant, seed }: SimConfig): (event: TraceEvent) => void {
    const prefix = `${JSON.stringify({ scenario: scenario.name, variant, seed }).slice(0, -1)},`;
    return (event) => {
      this.#lines.push(`${prefix}${JSON.stringify(event).slice(1)}\n`);
      if (this.#lines.length === LINES_AT_ONCE) this.#handOn();
    };
  }

  /** Hands on what was collected, and tells what went wrong since the last time; call it after each slice. */
  async flush(): Promise<void> {
    this.#handOn();
    await this.#written;
  }

  /** Writing begins at once, also within a slice, which nothing can wait in. */
  #handOn(): void {
    const text = this.#lines.join("");
    this.#lines = [];
    if (text === "") return;
    this.#written = Promise.all([this.#written, this.#sink.write(text)]);
    // `flush` tells it: until then nobody waits, which must not look like an error that nobody handles.
    this.#written.catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.flush();
    this.#sink.close();
  }
}

function streamSink(out: Stream): Sink {
  return {
    write: async (text) => {
      await out.write(text);
      if (out.closed) throw new ReaderGone();
    },
    close: () => undefined,
  };
}

function fileSink(file: string): Sink {
  const handle = orProblem(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, "w");
  });
  return {
    write: async (text) => orProblem(file, () => writeFileSync(handle, text)),
    close: () => closeSync(handle),
  };
}

function orProblem<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (codeOf(error) === "EPIPE") throw new ReaderGone();
    throw new ProblemError(unwritable(FLAG, file, error));
  }
}
