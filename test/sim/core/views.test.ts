/** Objects of the core in linear memory: what lies in its upper half has addresses of 2 GiB and more. */
import { expect, test } from "vitest";
import { type LinearMemory, ViewClasses } from "../../../sim/core/host/views.ts";

test("a column and an object in the upper half of the memory", () => {
  const layout = [
    { name: "numbers", at: 0, type: "Doubles" },
    { name: "other", at: 4, type: "Thing | null" },
  ];
  const classes = new ViewClasses({ layouts: { Thing: layout } } as never);
  const buffer = new Uint32Array([0x8000_0010, 0xffff_fff8]).buffer;
  const memory = {
    ints: new Int32Array(buffer),
    words: new Uint32Array(buffer),
    column: (type: string, place: number) => [type, place],
    view: (type: string, place: number) => [type, place],
  } as unknown as LinearMemory;
  expect(classes.make("Thing", memory, 0)).toMatchObject({
    numbers: ["Doubles", 0x8000_0010],
    other: ["Thing", 0xffff_fff8],
  });
});
