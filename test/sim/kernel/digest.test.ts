/** Digests and the arithmetic of time. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { assert, InvariantError } from "../../../sim/kernel/assert.ts";
import { digestOf } from "../../../sim/kernel/canonical.ts";
import { HashedText } from "../../../sim/kernel/hashed-text.ts";
import {
  after,
  between,
  type Duration,
  type Instant,
  microseconds,
  milliseconds,
  NEVER,
  seconds,
  toMs,
} from "../../../sim/kernel/time.ts";

/** In parts of so many characters; in one by itself. */
function sha256(text: string, part = Number.POSITIVE_INFINITY): string {
  const hash = new HashedText();
  for (let from = 0; from < text.length; from += part) hash.add(text.slice(from, from + part));
  return hash.digest();
}

describe("SHA-256", () => {
  test.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ])("of %j is as published in FIPS 180-4", (text, digest) => {
    expect(sha256(text)).toBe(digest);
  });

  test.each([1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 121, 127, 128, 129, 1000, 100_003])(
    "of %i bytes agrees with the platform's",
    (length) => {
      const text = "burst lab 0123456789".repeat(Math.ceil(length / 20)).slice(0, length);
      expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
    },
  );

  test.each([1, 63, 64, 65, 1000, 65_535, 65_536, 100_000])("in parts of %i is that of the whole", (part) => {
    const text = "burst lab é 0123456789".repeat(10_000);
    expect(sha256(text, part)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
  });

  test.each(["é", "ключ", "日本語", "🚀 rocket", "a\u0000b"])("of %j is taken over its UTF-8 bytes", (text) => {
    expect(sha256(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
  });
});

describe("digest of a value", () => {
  const direct = (json: string): string => `sha256:${createHash("sha256").update(json).digest("hex")}`;

  test("is taken over JSON with sorted keys and no spaces", () => {
    expect(digestOf({ b: [1, 2.5, null], a: { z: "x", y: true } })).toBe(
      direct('{"a":{"y":true,"z":"x"},"b":[1,2.5,null]}'),
    );
  });

  test("keys go by code units, so 10 comes before 9 and Z before a", () => {
    expect(digestOf({ 9: 1, 10: 2, a: 3, Z: 4 })).toBe(direct('{"10":2,"9":1,"Z":4,"a":3}'));
  });

  test.each([
    ["keys in another order", { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
    ["a key that is undefined", { a: 1 }, { a: 1, b: undefined }],
  ])("is the same for %s", (_title, one, other) => {
    expect(digestOf(one)).toBe(digestOf(other));
  });

  test.each([
    ["items in another order", [1, 2], [2, 1]],
    ["null", { a: null }, {}],
    ["text", { a: "1" }, { a: 1 }],
    ["nesting", [[1], 2], [1, [2]]],
  ])("differs for %s", (_title, one, other) => {
    expect(digestOf(one)).not.toBe(digestOf(other));
  });
});

describe("time", () => {
  test.each([
    [microseconds(1.4), 1],
    [microseconds(1.5), 2],
    [microseconds(-0.6), 0],
    [milliseconds(0.0004), 0],
    [milliseconds(1.2345), 1235],
    [seconds(21_600), 21_600_000_000],
  ])("lengths are whole µs, never negative: %i", (length, micros) => {
    expect(length).toBe(micros);
  });

  test("moments and lengths", () => {
    expect(after(1_000 as Instant, 500 as Duration)).toBe(1_500);
    expect(between(1_000 as Instant, 1_500 as Instant)).toBe(500);
    expect(toMs(1_500 as Duration)).toBe(1.5);
    expect(NEVER).toBeGreaterThan(seconds(100 * 365 * 86_400));
  });
});

test("a broken invariant is an error of its own kind", () => {
  expect(() => assert(false, "CONC-9: broken")).toThrow(new InvariantError("CONC-9: broken"));
  expect(() => assert(true, "CONC-9: broken")).not.toThrow();
});
