/** The command line as such: help, version, mistyped verbs and flags. */
import { expect, test } from "vitest";
import { burstlab } from "../helpers/cli.ts";
import { textOf } from "../tidy/tree.ts";

const VERBS = ["init", "check", "run", "watch", "teach", "compare", "report", "explain", "rules", "schema"];

test("--help names every verb and the exit codes, on stdout", async () => {
  const { code, stdout, stderr } = await burstlab(["--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(VERBS.filter((verb) => !new RegExp(`^  ${verb} `, "m").test(stdout))).toEqual([]);
  expect(stdout).toContain("99 a threshold failed");
});

test.each(VERBS)("'burstlab help %s' is the same as its --help", async (verb) => {
  const [a, b] = await Promise.all([burstlab(["help", verb]), burstlab([verb, "--help"])]);
  expect(a).toEqual(b);
  expect(a.code).toBe(0);
  expect(a.stdout).toContain(`Usage: burstlab ${verb}`);
});

test("--version prints the version of the package", async () => {
  const { version } = JSON.parse(textOf("package.json"));
  expect(await burstlab(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test.each([
  [["rnu", "good.burst.yaml"], "unknown command 'rnu'", "Did you mean run?"],
  [["help", "rnu"], "unknown command 'rnu'", "Did you mean run?"],
  [["tune", "good.burst.yaml"], "unknown command 'tune'", "burstlab --help"],
  [["run", "good.burst.yaml", "--sede", "1"], "unknown option '--sede'", "Did you mean --seed?"],
  [["run"], "missing required argument 'file'", "burstlab --help"],
  [["watch", "a", "b"], "too many arguments for 'watch'", "burstlab --help"],
  [["run", "good.burst.yaml", "--seed", "1.5"], "'1.5' is invalid", "whole number from 0 to"],
  [["run", "good.burst.yaml", "--repeat", "0"], "'0' is invalid", "whole number from 1 to 10000"],
  [["run", "good.burst.yaml", "--format", "xml"], "'xml' is invalid", "text, md, github"],
  [["run", "good.burst.yaml", "--variant", "a", "--all-variants"], "cannot be used with", "--variant"],
  [["run", "good.burst.yaml", "--json", "--format", "md"], "cannot be used with", "--format"],
  [["run", "good.burst.yaml", "--color", "pink"], "'pink' is invalid", "auto, always, never"],
  [["run", "good.burst.yaml", "--out", ""], "'' is invalid", "must not be empty"],
  [["check"], "neither a file nor --explain", "name a file"],
])("wrong usage: burstlab %j", async (args, what, hint) => {
  const { code, stdout, stderr } = await burstlab(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(what);
  expect(stderr).toContain(hint);
});

test("no arguments: the help, on stderr, as wrong usage", async () => {
  const { code, stdout, stderr } = await burstlab([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("Usage: burstlab");
});

test("BURSTLAB_COLOR is read like the flag", async () => {
  const { code, stderr } = await burstlab(["schema"], { env: { BURSTLAB_COLOR: "pink" } });
  expect(code).toBe(2);
  expect(stderr).toContain("from env 'BURSTLAB_COLOR' is invalid");
});
