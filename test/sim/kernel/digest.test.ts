/** Digests and the arithmetic of time. */
import { createHash } from "node:crypto";
import fc from "fast-check";
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

  const numbers = [
    0,
    -0,
    1,
    10,
    99,
    -1,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 53,
    1e21,
    0.001,
    0.01,
    0.1,
    0.5,
    1.5,
    12.34,
    99.999,
  ];
  const others = [0.0005, 0.0001, 1e-7, -0.25, 2_147_483.647, 2_147_483.648, 0.1 + 0.2, 1 / 3, Number.MAX_VALUE];

  test.each([...numbers, ...others])("has %d as JSON has it", (value) => {
    expect(digestOf({ value })).toBe(direct(JSON.stringify({ value })));
  });

  test("has every number as JSON has it, of thousandths above all", () => {
    const thousandths = fc.nat().map((whole) => whole / 1_000);
    const number = fc.oneof(thousandths, fc.nat(), fc.integer(), fc.double());
    fc.assert(
      fc.property(fc.array(number, { maxLength: 100 }), (all) => {
        expect(digestOf(all)).toBe(direct(JSON.stringify(all)));
      }),
    );
  });

  test("has every text as JSON has it, as value and as key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        expect(digestOf({ [text]: [text, "plain"] })).toBe(direct(JSON.stringify({ [text]: [text, "plain"] })));
      }),
    );
  });

  test.each(["x", '"', "é", "🚀"])("has long texts of %s as JSON has them, wherever a piece ends", (character) => {
    const long = [1, 2, 3].map((shift) => "-".repeat(shift) + character.repeat(20_000));
    const value = Object.fromEntries(long.map((text) => [text, text]));
    const sorted = Object.fromEntries([...long].sort().map((text) => [text, text]));
    expect(digestOf(value)).toBe(direct(JSON.stringify(sorted)));
  });

  test("objects whose keys begin alike are kept apart, however many there are", () => {
    const alike = ["e", "d", "c", "b", "a", "e"].map((last) => ({ first: 1, [last]: 2 }));
    const many = Array.from({ length: 2_500 }, (_, index) => ({ [`key${index}`]: 1, a: 2 }));
    const text = (own: object) =>
      JSON.stringify(Object.fromEntries(Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1))));
    const all = [...alike, ...many];
    expect(digestOf(all)).toBe(direct(`[${all.map(text).join()}]`));
  });

  test("a field with the value that makes it absent counts as absent, at any depth, and with no other", () => {
    const absent = new Map([["kept", null]]);
    expect(digestOf({ a: { kept: null, b: 1 } }, absent)).toBe(direct('{"a":{"b":1}}'));
    expect(digestOf({ a: { kept: 0 }, toString: 1 }, absent)).toBe(direct('{"a":{"kept":0},"toString":1}'));
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
