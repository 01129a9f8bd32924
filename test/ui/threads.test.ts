/** `--threads`: seeds at once give the same bytes as one after the other, and a time limit ends them all. */
import { describe, expect, test } from "vitest";
import { burstlab } from "../helpers/cli.ts";

const FLASH_SALE = "../../../scenarios/library/flash-sale.burst.yaml";

describe("--threads", () => {
  test.each([["1"], ["2"], ["5"]])("%s: the same document", async (threads) => {
    const args = ["run", "good.burst.yaml", "--repeat", "5", "--json", "--seed", "3"];
    const [one, many] = await Promise.all([burstlab(args), burstlab([...args, "--threads", threads])]);
    expect(many).toEqual(one);
    expect(one.code).toBe(0);
  });

  test("compare takes them too", async () => {
    const args = ["compare", "good.burst.yaml", "failing.burst.yaml", "--json", "--repeat", "3"];
    const [one, many] = await Promise.all([burstlab(args), burstlab([...args, "--threads", "3"])]);
    expect(many).toEqual(one);
  });

  test("a time limit ends them", async () => {
    const { code, stderr } = await burstlab(["run", FLASH_SALE, "--threads", "2", "--time-limit", "200ms"]);
    expect(code).toBe(2);
    expect(stderr).toContain("the simulation takes longer than the time limit allows");
  });

  test("anything but a whole number is refused", async () => {
    const { code, stderr } = await burstlab(["run", "good.burst.yaml", "--threads", "two"]);
    expect(code).toBe(2);
    expect(stderr).toContain("It must be a whole number from 0 to 1024.");
  });
});
