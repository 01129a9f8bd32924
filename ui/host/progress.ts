/** Tells how far a run is, on standard error, and leaves the line clean. */
import type { Stream } from "./terminal.ts";

/** A run shorter than this shows nothing. */
const FIRST_AFTER_MS = 500;
const REDRAW_MS = 100;
/** Without a terminal: one line now and then shows a build log that the job lives. */
const LINE_EVERY_MS = 10_000;
const CLEAR_LINE = "\r\u001b[K";

export class Progress {
  readonly #stream: Stream;
  readonly #quiet: boolean;
  readonly #startedAt = performance.now();
  #shownAt = Number.NEGATIVE_INFINITY;
  #lineAt = this.#startedAt;
  #drawn = false;

  constructor(stream: Stream, quiet: boolean) {
    this.#stream = stream;
    this.#quiet = quiet;
  }

  /** Say where the work is; cheap enough for every slice. */
  async at(text: string): Promise<void> {
    if (this.#quiet) return;
    const now = performance.now();
    await (this.#stream.isTTY ? this.#draw(text, now) : this.#line(text, now));
  }

  /** Takes the line away, so that what follows stands at the start of a line. */
  async clear(): Promise<void> {
    if (!this.#drawn) return;
    this.#drawn = false;
    await this.#stream.write(CLEAR_LINE);
  }

  async #draw(text: string, now: number): Promise<void> {
    if (now - this.#startedAt < FIRST_AFTER_MS || now - this.#shownAt < REDRAW_MS) return;
    this.#shownAt = now;
    this.#drawn = true;
    await this.#stream.write(`${CLEAR_LINE}${text.slice(0, this.#stream.width - 1)}`);
  }

  async #line(text: string, now: number): Promise<void> {
    if (now - this.#lineAt < LINE_EVERY_MS) return;
    this.#lineAt = now;
    await this.#stream.write(`${text}\n`);
  }
}
