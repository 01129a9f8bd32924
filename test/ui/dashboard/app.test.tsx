/** The living dashboard: a real session and worker on a small scenario, keys typed into it, time passing. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { render } from "ink-testing-library";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { App } from "../../../ui/dashboard/app.tsx";
import { Session } from "../../../ui/dashboard/session.ts";
import { symbolsOf } from "../../../ui/player/drawing/symbols.ts";
import { Executors } from "../../../ui/runs/executors/executors.ts";
import { fixedWindow } from "../../helpers/window.ts";

const SMALL = new URL("small.burst.yaml", import.meta.url);
fixedWindow();
const PATIENCE = { timeout: 25_000, interval: 20 };

let folder: string;
let file: string;
/** One for all tests: a thread takes longer to begin than these scenarios take to run. */
const executors = new Executors({ threads: 1 });
afterAll(() => executors.close());

let session: Session;
let app: ReturnType<typeof render>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "burstlab-"));
  file = join(folder, "small.burst.yaml");
  copyFileSync(SMALL, file);
});

afterEach(() => {
  app.unmount();
  session.close();
  rmSync(folder, { recursive: true });
});

function open(variant = "base"): void {
  session = new Session({ file, set: {}, vars: {}, seed: null, variant, lesson: false }, executors);
  session.reread();
  app = render(<App session={session} symbols={symbolsOf("braille")} color={false} suspend={async () => {}} />);
}

const row = (number: number): string => app.lastFrame()?.split("\n")[number] ?? "";
const title = (): string => row(0);
const type = (keys: string): void => app.stdin.write(keys);
/** In whatever frame: one that time takes away may be gone before anyone looks. */
const untilDrawn = (title: RegExp): Promise<void> =>
  expect
    .poll(() => app.frames.map((frame) => frame.split("\n")[0]), PATIENCE)
    .toContainEqual(expect.stringMatching(title));
const untilTitle = (text: string | RegExp): Promise<void> => expect.poll(title, PATIENCE).toMatch(text);

test("the film starts by itself as soon as the run is simulated, and time passes", async () => {
  open();
  await untilDrawn(/small · base · seed 7 .* 00:00\/02:00 1x ▶/);
  await untilDrawn(/00:01\/02:00/);
});

test("keys: pause, next event, speed, function, help", async () => {
  open();
  await untilTitle("▶");
  type(" ");
  await untilTitle("‖");
  type("G");
  await untilTitle("02:00/02:00");
  type("N");
  await untilTitle("01:00/02:00");
  type("++");
  await untilTitle("4x ‖");
  expect(row(2)).toContain("concurrency: api");
  type("j");
  await expect.poll(() => row(2), PATIENCE).toContain("concurrency: quiet");
  type("?");
  await expect.poll(() => row(2), PATIENCE).toContain("help");
  type("\u001b");
  await expect.poll(() => row(2), PATIENCE).toContain("concurrency: quiet");
  type("\u001b[C");
  await untilTitle("01:01/02:00");
  type("\u001b[1;2C");
  await untilTitle("01:11/02:00");
});

test("variants are simulated on demand and shown at the same moment", async () => {
  open();
  await untilTitle("▶");
  type("G");
  await untilTitle("02:00/02:00");
  expect(row(1)).toMatch(/throttled +\d/);
  expect(row(1)).not.toMatch(/throttled +0 %/);
  type("v");
  await untilTitle(/roomy · seed 7 .* 02:00\/02:00/);
  expect(row(1)).toMatch(/throttled +0 %/);
  type("V");
  await untilTitle(/base · seed 7 .* 02:00\/02:00/);
});

test("a variant can be asked for from the start", async () => {
  open("roomy");
  await untilTitle(/roomy · seed 7 .* ▶/);
});

test("problems are shown in place, the run is kept, and the file is reread when it changes", async () => {
  open();
  await untilTitle("▶");
  const right = readFileSync(file, "utf8");
  writeFileSync(file, right.replace("reserved: 3", "resreved: 3"));
  await untilTitle("1 problem in the file");
  expect(app.lastFrame()).toContain("did you mean 'reserved'?");
  type("\u001b");
  await expect.poll(() => row(2), PATIENCE).toContain("concurrency: api");
  writeFileSync(file, right.replace("reserved: 3", "reserved: 4"));
  await expect.poll(() => row(2), PATIENCE).toContain("reserved 4");
  expect(title()).not.toContain("problem");
});

test("r rereads at once, and a change that leaves the run as it is keeps it", async () => {
  open();
  await untilTitle("▶");
  const before = session.show().recording?.result;
  writeFileSync(file, readFileSync(file, "utf8").replace("quiet.throttles.count == 0", "quiet.throttles.count < 5"));
  type("r");
  await expect
    .poll(() => session.show().recording?.verdicts.map(({ that }) => that), PATIENCE)
    .toContain("quiet.throttles.count < 5");
  expect(session.show().recording?.result).toBe(before);
});

test("a what-if replays the same requests beside the old run; esc looks at it alone", async () => {
  open();
  await untilTitle("▶");
  type("G");
  await untilTitle("02:00/02:00");
  type("w");
  type("api res");
  await expect.poll(() => row(23), PATIENCE).toContain("functions.api.reserved = 3");
  type("\t");
  type("1O\r");
  await expect.poll(() => row(23), PATIENCE).toContain("'1O'");
  type("\u007f");
  type("0\r");
  await untilTitle(/api\.reserved=10 · seed 7 .* 02:00\/02:00/);
  expect(row(2)).toMatch(/api\.reserved=10 .*base/);
  expect(row(1)).toMatch(/throttled +0 %/);
  type("\u001b");
  await expect.poll(() => row(2), PATIENCE).toMatch(/1 concurrency: api .* reserved 10/);
  type("V");
  await untilTitle("roomy");
  type("V");
  await untilTitle("base");
});

test("a change that was tried is kept when the file is reread", async () => {
  open();
  await untilTitle("▶");
  type("w");
  type("functions.api.reserved=5");
  type("\r");
  await untilTitle("api.reserved=5");
  writeFileSync(file, readFileSync(file, "utf8").replace("run: { constant: 1s }", "run: { constant: 2s }"));
  type("r");
  const duration = () => session.show().recording?.result.functions.api?.durationMsMean;
  await expect.poll(duration, PATIENCE).toBe(2000);
  expect(title()).toContain("api.reserved=5");
});

test("all variants side by side", async () => {
  open();
  await untilTitle("▶");
  type("b");
  await expect.poll(() => app.lastFrame(), PATIENCE).toContain("the same requests in every run");
  await expect.poll(() => app.lastFrame(), PATIENCE).toMatch(/roomy +0 %/);
  expect(app.lastFrame()).toMatch(/> base +\d/);
});

test("y copies the command, s saves the frame", async () => {
  open();
  await untilTitle("▶");
  type(" G");
  await untilTitle("02:00/02:00");
  type("y");
  await expect.poll(() => row(23), PATIENCE).toContain("copied: burstlab watch");
  const copied = app.frames.find((frame) => frame.includes("]52;c;")) ?? "";
  const command = Buffer.from(/52;c;([\w+/=]*)/.exec(copied)?.[1] ?? "", "base64").toString();
  expect(command).toMatch(/small\.burst\.yaml.* --seed 7 --at 02:00\.000$/);
  const before = process.cwd();
  process.chdir(folder);
  try {
    type("s");
    await expect.poll(() => row(23), PATIENCE).toContain("saved ./burstlab-small-base-0200 (svg, txt, png)");
  } finally {
    process.chdir(before);
  }
  const saved = (ending: string): Buffer => readFileSync(join(folder, `burstlab-small-base-0200.${ending}`));
  expect(saved("txt").toString()).toContain("1 concurrency: api");
  expect(saved("svg").toString()).toMatch(/^<svg .*<\/svg>\n$/s);
  expect(saved("png").subarray(1, 4).toString()).toBe("PNG");
});

test("/ filters, e explains, t teaches", async () => {
  open();
  await untilTitle("▶");
  type(" G");
  await untilTitle("02:00/02:00");
  type("/");
  type("qui\r");
  await expect.poll(() => app.lastFrame(), PATIENCE).toContain("filter: qui");
  expect(app.lastFrame()).not.toContain("▸api");
  type("\u001b");
  await expect.poll(() => app.lastFrame(), PATIENCE).toContain("▸api");
  type("e");
  await expect.poll(() => row(2), PATIENCE).toContain("explain: api at 02:00");
  expect(app.lastFrame()).toContain("RES-7");
  type("t");
  await expect.poll(() => row(2), PATIENCE).toContain("what is on the screen");
  expect(app.lastFrame()).toContain("Concurrency is rate times");
});
