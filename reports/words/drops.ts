/** The one place where it becomes words why an asynchronous event was dropped (ASY-10). */
import type { FunctionResult } from "../../sim/index.ts";
import { count } from "./numbers.ts";
import { printable } from "./table.ts";

interface DropWords {
  /** After "lost events:"; as AWS writes it where nothing says it better. */
  readonly why: string | null;
  /** After a number of events; null where no count of its own tells it. */
  readonly counted: { readonly of: (fn: FunctionResult) => number; readonly text: string } | null;
}

/** By the condition, as AWS writes it in the record of a failed event. */
const DROPS = {
  RetriesExhausted: {
    why: "their retries were used up",
    counted: { of: ({ asyncExhaustedCount }) => asyncExhaustedCount, text: "retries used up" },
  },
  EventAgeExceeded: {
    why: "they had reached their maximum age in the queue",
    counted: { of: ({ asyncExpiredCount }) => asyncExpiredCount, text: "too old" },
  },
  ZeroReservedConcurrency: {
    why: null,
    counted: { of: ({ asyncStoppedCount }) => asyncStoppedCount, text: "function stopped" },
  },
  ExecutionTimedOut: { why: null, counted: null },
} as const satisfies Readonly<Record<string, DropWords>>;

const isKnown = (condition: string): condition is keyof typeof DROPS => Object.hasOwn(DROPS, condition);

export function whyDropped(condition: string): string {
  return (isKnown(condition) ? DROPS[condition].why : null) ?? printable(condition);
}

/** "12 retries used up, 3 too old". */
export function droppedText(fn: FunctionResult): string {
  const counted = Object.values<DropWords>(DROPS).flatMap((words) => words.counted ?? []);
  return counted
    .map(({ of, text }) => ({ size: of(fn), text }))
    .filter(({ size }) => size > 0)
    .map(({ size, text }) => `${count(size)} ${text}`)
    .join(", ");
}
