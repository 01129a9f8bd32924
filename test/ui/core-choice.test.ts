/** BURSTLAB_CORE: the same numbers from both compilations, and a mistake is told as one. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { burstlab } from "../helpers/cli.ts";
import { ROOT } from "../tidy/tree.ts";

const LESSON = join(ROOT, "scenarios/lessons/a-429-and-who-retries.burst.yaml");

const run = (core: string | undefined, ...more: string[]) =>
  burstlab(["run", LESSON, "--repeat", "2", ...more], {
    env: core === undefined ? {} : { BURSTLAB_CORE: core },
  });

describe("BURSTLAB_CORE", () => {
  test.each([[[]], [["--threads", "2"]]])("js, wasm and neither: the same result (%j)", async (more) => {
    const [js, wasm, neither] = await Promise.all([
      run("js", "--json", ...more),
      run("wasm", "--json", ...more),
      run(undefined, "--json", ...more),
    ]);
    expect([js.code, wasm.code, neither.code]).toEqual([0, 0, 0]);
    expect(js.stdout).toBe(neither.stdout);
    expect(wasm.stdout).toBe(neither.stdout);
  });

  test("another word is the user's mistake", async () => {
    const { code, stderr } = await run("rust");
    expect(code).toBe(2);
    expect(stderr).toContain('BURSTLAB_CORE is "rust", but must be js or wasm');
  });
});
