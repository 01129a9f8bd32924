/** What is said when burstlab itself is wrong: enough for a report that can be acted on. */

/** The text for standard error; an InvariantError's message holds seed, simulated time and event number. */
export function bugReport(error: unknown, version: string): string {
  const what = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
  return [
    `burstlab ${version} on Node ${process.version} has a bug. Your scenario is not to blame, and no result was made.`,
    "",
    what,
    "",
    "Please report it with the text above, the scenario file and the command line.",
    "",
  ].join("\n");
}
