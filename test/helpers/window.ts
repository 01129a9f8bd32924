/** The window of a dashboard that is tested without a terminal. */
import { vi } from "vitest";

/**
 * As many columns as ink-testing-library says, and rows, of which it says nothing: else Ink starts programs at every
 * frame to ask for them, and a test would see the terminal that it was started from.
 */
export function fixedWindow(): void {
  vi.stubEnv("COLUMNS", "100");
  vi.stubEnv("LINES", "24");
}
