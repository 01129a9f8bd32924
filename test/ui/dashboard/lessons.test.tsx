/** Every lesson of the course, played to its end by keys: guessed, answered, one thing changed. */
import { render } from "ink-testing-library";
import { afterAll, afterEach, expect, test } from "vitest";
import { course } from "../../../ui/commands/course.ts";
import { App } from "../../../ui/dashboard/app.tsx";
import { Session } from "../../../ui/dashboard/session.ts";
import { symbolsOf } from "../../../ui/player/drawing/symbols.ts";
import { Executors } from "../../../ui/runs/executors/executors.ts";
import { fixedWindow } from "../../helpers/window.ts";

fixedWindow();
const PATIENCE = { timeout: 20_000, interval: 10 };

/** One for all tests: a thread takes longer to begin than these scenarios take to run. */
const executors = new Executors({ threads: 1 });
afterAll(() => executors.close());

let session: Session;
let app: ReturnType<typeof render>;

afterEach(() => {
  app.unmount();
  session.close();
});

const frame = (): string => app.lastFrame() ?? "";
const until = (text: string | RegExp): Promise<void> => expect.poll(frame, PATIENCE).toMatch(text);

function open(file: string): void {
  session = new Session({ file, set: {}, vars: {}, seed: null, variant: "base", lesson: true }, executors);
  session.reread();
  app = render(<App session={session} symbols={symbolsOf("braille")} color={false} suspend={async () => {}} />);
}

test.each(course().map(({ lesson, file }) => [lesson.number, file] as const))("lesson %d", async (_number, file) => {
  open(file);
  await until(/step 1 of \d+/);
  const pages = session.show().lesson?.pages ?? [];
  for (const [index, { kind }] of pages.entries()) {
    await until(`step ${String(index + 1)} of ${String(pages.length)}`);
    if (kind === "ask") {
      await until("Your guess: a");
      app.stdin.write("a");
      await until("▸ a");
    }
    // Who has seen enough need not wait for the film: from the end of the run every page is shown at once.
    if (kind === "look") app.stdin.write("G");
    if (kind === "outcome") expect(frame()).toMatch(/\d base · /);
    app.stdin.write("\r");
  }
  await until("the lesson is over");
  expect(pages.filter(({ kind }) => kind === "ask").length).toBeGreaterThan(0);
});

test("a question can be skipped, a page turned back, the lesson left", async () => {
  open(course()[2]!.file);
  await until("step 1 of 5");
  app.stdin.write("\r\r");
  await until("step 2 of 5");
  app.stdin.write("s");
  await until("step 3 of 5");
  expect(frame()).toContain("c. it is refused at once with 429");
  app.stdin.write("\u007f");
  await until("step 2 of 5");
  app.stdin.write("\u001b");
  await until("3 functions");
  expect(frame()).not.toContain("lesson 3");
});
