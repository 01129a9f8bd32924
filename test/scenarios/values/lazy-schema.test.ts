/** The schema is made as far as a scenario needs it. */
import { expect, test, vi } from "vitest";
import * as z from "zod";
import { fields, text } from "../../../scenarios/values/units.ts";

test("a map of fields is made with the first value for it, once", () => {
  const make = vi.fn(() => ({ name: text() }));
  const inner = fields("an inner", make);
  const outer = fields("an outer", () => ({ inner: inner.optional().describe("Not always there.") }));
  outer.parse({});
  expect(make).toHaveBeenCalledTimes(0);
  outer.parse({ inner: { name: "a" } });
  outer.parse({ inner: { name: "b" } });
  expect(z.toJSONSchema(outer, { io: "input" })).toMatchObject({ properties: { inner: { required: ["name"] } } });
  expect(make).toHaveBeenCalledTimes(1);
});

test("a key too many is told with the map's name and the fields that it has", () => {
  const { error } = fields("a thing", () => ({ name: text(), size: text() })).safeParse({ nmae: "a" });
  expect(error?.issues.map(({ message }) => message)).toContain("a thing\nname\nsize");
});
