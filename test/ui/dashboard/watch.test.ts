/** `watch` in a real terminal: what is drawn, which code it ends with, and that it leaves the terminal as it was. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

const SMALL = fileURLToPath(new URL("small.burst.yaml", import.meta.url));
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const CLI = `"${process.execPath}" dist/bin/burstlab.js`;
const WATCH = `${CLI} watch "${SMALL}"`;
const PATIENCE = { timeout: 25_000, interval: 100 };

const found = spawnSync("tmux", ["-V"]).status === 0;
if (!found) console.warn("SKIPPED: tmux is not installed, so the dashboard was not tried in a real terminal");

let folder = "";

const tmux = (...args: string[]): string =>
  execFileSync("tmux", ["-u", "-S", join(folder, "socket"), "-f", "/dev/null", ...args], {
    cwd: ROOT,
    encoding: "utf8",
  });
const screen = (): string => tmux("capture-pane", "-p", "-t", "pane");
const type = (...keys: string[]): string => tmux("send-keys", "-t", "pane", ...keys);
const until = (text: string | RegExp): Promise<void> => expect.poll(screen, PATIENCE).toMatch(text);

function openTerminal(name: string): void {
  const size = ["-x", "120", "-y", "40"];
  tmux("new-session", "-d", "-s", name, ...size, "env -u CI -u NO_COLOR -u FORCE_COLOR ENV= PS1='$ ' sh");
}

/** The command behind a shell that writes down its process id: the screen is soon covered. */
const tellingPid = (command: string): string => `sh -c 'echo $$ > "${join(folder, "pid")}"; exec ${command}'`;
const pid = (): number => Number(readFileSync(join(folder, "pid"), "utf8"));

const start = (): string => type(`clear; ${WATCH}; echo exit=$? $(stty -a | grep -o -- '.icanon')`, "Enter");

/** A terminal of its own for each test. One session stays, since tmux's server ends with its last one. */
function useTerminals(): void {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "burstlab-"));
    openTerminal("keeper");
  });
  beforeEach(() => openTerminal("pane"));
  afterEach(() => tmux("kill-session", "-t", "pane"));
  afterAll(() => {
    tmux("kill-server");
    rmSync(folder, { recursive: true });
  });
}

describe.skipIf(!found)("watch in a terminal", () => {
  useTerminals();

  test("plays, seeks, is resized, quits with 0 and leaves a clean screen", async () => {
    start();
    await until(/variant base · seed 7 .*▶/);
    type("Space");
    type("6", "Enter");
    await until("▸ 6 events");
    expect(screen()).not.toContain("3 functions");
    type("Enter", "G");
    await until("02:00.000 / 02:00");
    type("Left");
    await until("01:59.000 / 02:00");
    type("N");
    await until("01:00.600 / 02:00");
    expect(screen()).toContain("▸01:00.600 api      429: reserved 3 all busy (RES-7)");
    tmux("resize-window", "-t", "pane", "-x", "80", "-y", "24");
    await until(/small · base · seed 7 +01:00\/02:00 1x ‖/);
    expect(screen().trimEnd().split("\n")).toHaveLength(24);
    tmux("resize-window", "-t", "pane", "-x", "79", "-y", "24");
    await until("burstlab needs 80 x 24");
    type("q");
    await until(/exit=0 +icanon/);
    expect(screen()).not.toMatch(/burstlab needs|concurrency/);
  });

  test("a file that does not exist is told without opening the screen", async () => {
    type(`clear; ${WATCH.replace("small.burst", "smal.burst")}; echo exit=$?`, "Enter");
    await until("exit=2");
    expect(screen()).toContain("there is no such file");
  });
});

describe.skipIf(!found)("watch is stopped from outside", () => {
  useTerminals();

  test("Ctrl-C ends it with 130", async () => {
    start();
    await until("▶");
    type("C-c");
    await until(/exit=130 +icanon/);
    expect(screen()).not.toContain("concurrency");
  });

  test("Ctrl-C while the run is still being simulated", async () => {
    type(`clear; ${CLI} watch scenarios/library/flash-sale.burst.yaml --set simulate.for=6h; echo exit=$?`, "Enter");
    await until("simulating base");
    type("C-c");
    await until("exit=130");
  });

  test("Ctrl-Z gives the terminal back to the shell, fg brings the dashboard back", async () => {
    start();
    await until("▶");
    type("Space");
    type("G");
    await until("02:00.000 / 02:00");
    type("C-z");
    await until(/Stopped/);
    expect(screen()).not.toContain("concurrency");
    type("fg", "Enter");
    await until("02:00.000 / 02:00");
    type("q");
    await until("$ ");
    expect(screen()).not.toContain("concurrency");
  });

  test("SIGTERM ends it with 143", async () => {
    type(`clear; ${tellingPid(WATCH)}; echo exit=$?`, "Enter");
    await until("▶");
    process.kill(pid(), "SIGTERM");
    await until("exit=143");
    expect(screen()).not.toContain("concurrency");
  });
});

/** Pressed one after the other, from the end of the run: what the screen must show then. */
const KEYS: readonly (readonly [key: string, expected: string | RegExp])[] = [
  ["g", /00:00(\.000)? ?\/ ?02:00/],
  ["n", /01:00(\.\d+)? ?\/ ?02:00/],
  ["Right", /01:0[01](\.000)? ?\/ ?02:00/],
  ["S-Right", /01:1\d(\.000)? ?\/ ?02:00/],
  ["Left", /01:(09|10)(\.000)? ?\/ ?02:00/],
  ["N", /01:00(\.\d+)? ?\/ ?02:00/],
  ["+", /2x/],
  ["-", /1x/],
  ["6", "▸ 6 events"],
  ["3", "▸ 3 functions"],
  ["j", "▸quiet"],
  ["k", "▸api"],
  ["o", "most requests first"],
  ["b", "side by side"],
  ["b", "3 functions"],
  ["e", "explain: api"],
  ["t", "what is on the screen"],
  ["?", "help"],
  ["Escape", "3 functions"],
  ["y", "copied: burstlab watch"],
  ["r", "the file was read again"],
  ["/", "filter:"],
  ["q", "filter: q"],
  ["Escape", "▸api"],
  ["w", "what if:"],
  ["r", "what if: r"],
  ["Escape", /^(?![\s\S]*what if:)/], // gone: a key that comes with the escape's byte would be read as Alt and that key
  ["v", "roomy"],
  ["V", "base"],
];

describe.skipIf(!found)("keys in a terminal", () => {
  useTerminals();

  test.each([
    [120, 40],
    [80, 24],
  ])("every key of the help answers at %d x %d", { timeout: 180_000 }, async (columns, rows) => {
    tmux("resize-window", "-t", "pane", "-x", String(columns), "-y", String(rows));
    start();
    await until(/[▶‖]/);
    type("Space");
    type("G");
    await until(/02:00(\.000)? ?\/ ?02:00/);
    for (const [key, expected] of KEYS) {
      type(key);
      await until(expected);
    }
    type("q");
    await until(/exit=0 +icanon/);
  });

  test("a lesson is played at both sizes", { timeout: 180_000 }, async () => {
    type(`clear; ${CLI} teach 3; echo exit=$?`, "Enter");
    await until("step 1 of 5");
    type("Enter");
    await until("‖");
    type("Enter");
    await until("Your guess: a, b or c.");
    tmux("resize-window", "-t", "pane", "-x", "80", "-y", "24");
    type("c");
    await until("▸ c  it is refused at once with 429");
    type("Enter");
    await until("RES-7: At its reservation");
    type("Enter");
    await until("make the change and replay");
    type("Enter");
    await until(/reserved-500 · conc.*base · conc/);
    type("Enter");
    await until("the lesson is over");
    type("q");
    await until("exit=0");
    expect(screen()).not.toContain("lesson 3");
  });
});

describe.skipIf(!found)("watch in other surroundings", () => {
  useTerminals();

  test("40 columns: the size that is needed, and quit works", async () => {
    tmux("resize-window", "-t", "pane", "-x", "40", "-y", "24");
    start();
    await until("burstlab needs 80 x 24");
    type("q");
    await until(/exit=0/);
  });

  test("NO_COLOR leaves the screen without colour, and without it there is some", async () => {
    const coloured = (): string => tmux("capture-pane", "-p", "-e", "-t", "pane");
    start();
    await until("▶");
    expect(coloured()).toContain("\u001b[36m");
    type("q");
    await until("exit=0");
    type(`clear; NO_COLOR=1 ${WATCH}`, "Enter");
    await until("▶");
    expect(coloured()).not.toContain("\u001b[36m");
    type("q");
  });
});

describe.skipIf(!found)("watch always leaves cleanly", () => {
  useTerminals();

  test("a terminal that is closed ends the process", async () => {
    openTerminal("closing");
    tmux("send-keys", "-t", "closing", tellingPid(WATCH), "Enter");
    const other = (): string => tmux("capture-pane", "-p", "-t", "closing");
    await expect.poll(other, PATIENCE).toContain("▶");
    const watching = pid();
    tmux("kill-session", "-t", "closing");
    const lives = (): boolean => {
      try {
        return process.kill(watching, 0);
      } catch {
        return false;
      }
    };
    await expect.poll(lives, PATIENCE).toBe(false);
  });

  test("an error while drawing gives the terminal back, with its message and exit code 1", async () => {
    const broken = join(folder, "broken.mjs");
    writeFileSync(
      broken,
      `import { openDashboard } from ${JSON.stringify(join(ROOT, "dist/ui/dashboard/open.js"))};
import { blankShow } from ${JSON.stringify(join(ROOT, "dist/ui/player/show.js"))};
import { symbolsOf } from ${JSON.stringify(join(ROOT, "dist/ui/player/drawing/symbols.js"))};
const blank = blankShow({ file: "x.burst.yaml", variant: "base", seed: 1 });
let show = blank;
let tell = () => {};
const session = {
  show: () => show,
  subscribe: (listener) => { tell = listener; return () => {}; },
  begin: async () => {},
  turnTo: () => { show = { ...blank, recording: {} }; tell(); return true; },
};
const ended = await openDashboard(session, { symbols: symbolsOf("braille"), color: false, from: {} });
console.log("ended with", ended.error instanceof Error);
process.exit("error" in ended ? 1 : 0);
`,
    );
    type(`clear; "${process.execPath}" "${broken}"; echo exit=$? $(stty -a | grep -o -- '.icanon')`, "Enter");
    await until("1 concurrency");
    type("v");
    await until(/ended with true\s+exit=1 +icanon/);
    expect(screen()).not.toContain("1 concurrency");
  });
});

test.each([
  [{ CI: "1" }, "CI is set"],
  [{ CI: "", TERM: "dumb" }, "TERM is dumb"],
  [{ CI: "", TERM: "xterm" }, "standard input is no terminal"],
])("with %j there is no dashboard: it says so and does what run does", (env, reason) => {
  const ended = spawnSync(process.execPath, ["dist/bin/burstlab.js", "watch", SMALL], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  expect(ended.stderr).toContain(`${reason}, so there is no dashboard: running 'burstlab run`);
  expect(ended.stdout).toContain("api.throttles.rate < 0.1%");
  expect(ended.status).toBe(99);
});
