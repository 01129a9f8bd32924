/** `watch` in a real terminal: what is drawn, which code it ends with, and that it leaves the terminal as it was. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
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
    type(`clear; ${CLI} watch scenarios/library/flash-sale.burst.yaml; echo exit=$?`, "Enter");
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
    type(`clear; sh -c 'echo pid=$$=; sleep 0.3; exec ${WATCH}'; echo exit=$?`, "Enter");
    await until(/pid=\d+=/);
    const pid = Number(/pid=(\d+)=/.exec(screen())?.[1]);
    await until("▶");
    process.kill(pid, "SIGTERM");
    await until("exit=143");
    expect(screen()).not.toContain("concurrency");
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
