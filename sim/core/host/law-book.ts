/** The laws and the luck of a run as the core has them: tables, named streams, and what only the host can draw. */

import { assert } from "../../kernel/assert.ts";
import type { Distribution } from "../../kernel/distribution.ts";
import type { QuantileTable } from "../../kernel/quantile-table.ts";
import { aleaState, drawOf, quantileTableOf, tableScaleOf } from "../../kernel/random.ts";
import { CONSTANT, type Law, OUTSIDE, POINTS, SCALED, type Table, UNIFORM, VALUES } from "../base/law.ts";
import type { Luck } from "../base/prelude.ts";
import type { Door } from "./door.ts";

export class LawBook {
  readonly #door: Door;
  readonly #seed: number;
  /** Names of streams that have not been drawn from, by number; number 0 stays free. */
  readonly #names: string[] = [""];
  /** By number. */
  readonly #tables: QuantileTable[] = [];
  readonly #known = new Map<QuantileTable, Table>();
  readonly #laws = new Map<Distribution, Law>();
  readonly #outside: ((uniforms: { uniform(): number }) => number)[] = [];

  constructor(door: Door, seed: number) {
    this.#door = door;
    this.#seed = seed;
  }

  /** The same seed and name give the same numbers, whatever other streams exist. */
  name(luck: Luck, name: string): void {
    luck.unseeded = this.#names.push(name) - 1;
  }

  seed(luck: Luck): void {
    assert(luck.unseeded > 0, "luck is drawn that has no name");
    const { s0, s1, s2, c } = aleaState(`${this.#seed}/${this.#names[luck.unseeded]}`);
    luck.s0 = s0;
    luck.s1 = s1;
    luck.s2 = s2;
    luck.carry = c;
    luck.unseeded = -1;
  }

  table(of: QuantileTable): Table {
    const known = this.#known.get(of);
    if (known !== undefined) return known;
    const table = this.#door.newTable(this.#tables.push(of) - 1, of.terms);
    this.#known.set(of, table);
    return table;
  }

  /** Fits a cell; `terms` may be the very ones of the table. */
  fit(table: Table, cell: number): void {
    const of = this.#tables[table.id]!;
    if (Number.isNaN(of.terms[cell * 4]!)) of.fit(cell);
    if (table.terms === of.terms) return;
    for (let term = cell * 4; term < cell * 4 + 4; term++) table.terms[term] = of.terms[term]!;
  }

  tailValue(table: Table, share: number): number {
    return this.#tables[table.id]!.exact(share);
  }

  /** Equal laws of one setting are one law. */
  law(of: Distribution): Law {
    const known = this.#laws.get(of);
    if (known !== undefined) return known;
    const law = this.#make(of);
    this.#laws.set(of, law);
    return law;
  }

  #make(of: Distribution): Law {
    switch (of.kind) {
      case "constant":
        return this.#plain(CONSTANT, of.value, 0);
      case "uniform":
        return this.#plain(UNIFORM, of.min, of.max - of.min);
      case "lognormal":
      case "exponential": {
        const law = this.#plain(SCALED, tableScaleOf(of), 0);
        law.table = this.table(quantileTableOf(of));
        return law;
      }
      case "quantiles":
        return this.#points(POINTS, [...of.points.map(([share]) => share), ...of.points.map(([, value]) => value)]);
      case "empirical":
        return this.#points(VALUES, of.values);
      case "gamma": {
        const law = this.#plain(OUTSIDE, 0, 0);
        law.id = this.#outside.push(drawOf(of)) - 1;
        return law;
      }
    }
  }

  #plain(kind: number, a: number, b: number): Law {
    const law = this.#door.newLaw(kind, 0);
    law.a = a;
    law.b = b;
    return law;
  }

  #points(kind: number, cells: readonly number[]): Law {
    assert(cells.length > 0, "a law of points has none");
    const law = this.#door.newLaw(kind, cells.length);
    for (const [place, value] of cells.entries()) law.points[place] = value;
    law.count = kind === POINTS ? cells.length / 2 : cells.length;
    return law;
  }

  /** @param uniform  draws the next number of the stream. */
  draw(law: Law, uniform: () => number): number {
    return this.#outside[law.id]!({ uniform });
  }
}
