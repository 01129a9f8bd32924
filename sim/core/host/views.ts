/** The core's objects in linear memory, seen as objects: accessors made from where the compiler puts the fields. */
import { assert } from "../../kernel/assert.ts";
import type { Compiled, Field } from "./compiled.ts";

/** An object of the core: its memory, and where it begins there. */
export interface View {
  readonly memory: LinearMemory;
  readonly place: number;
}

const TWO_TO_32 = 2 ** 32;

export class LinearMemory {
  readonly memory: WebAssembly.Memory;
  bytes!: Uint8Array;
  ints!: Int32Array;
  words!: Uint32Array;
  doubles!: Float64Array;
  readonly #views = new Map<number, View>();
  readonly #columns = new Map<number, Float64Array | Int32Array>();
  readonly #classes: ViewClasses;

  constructor(memory: WebAssembly.Memory, classes: ViewClasses) {
    this.memory = memory;
    this.#classes = classes;
    this.look();
  }

  /** The memory may have grown, and moved, whenever the core has run. */
  look(): void {
    // A memory that grows leaves its old buffer behind, empty: asking it is cheaper than asking the memory for its own.
    if (this.bytes !== undefined && this.bytes.length > 0) return;
    const { buffer } = this.memory;
    this.bytes = new Uint8Array(buffer);
    this.ints = new Int32Array(buffer);
    this.words = new Uint32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.#columns.clear();
  }

  /** Other objects will lie where those were that have been seen. */
  forget(): void {
    this.#views.clear();
    this.#columns.clear();
  }

  /** The same object gives the same view. @param place  not 0. */
  view(type: string, place: number): View {
    let view = this.#views.get(place);
    if (view === undefined) {
      view = this.#classes.make(type, this, place);
      this.#views.set(place, view);
    }
    return view;
  }

  /** A column from its first cell on; it ends with the memory, since nobody here knows how long it is. */
  column(type: string, place: number): Float64Array | Int32Array {
    let column = this.#columns.get(place);
    if (column === undefined) {
      column =
        type === "Ints" ? new Int32Array(this.memory.buffer, place) : new Float64Array(this.memory.buffer, place);
      this.#columns.set(place, column);
    }
    return column;
  }
}

/** One class of views for each class of the core, made once for all runs. */
export class ViewClasses {
  readonly #classes = new Map<string, new (memory: LinearMemory, place: number) => View>();

  constructor({ layouts }: Compiled) {
    for (const [name, fields] of Object.entries(layouts)) this.#classes.set(name, viewClass(fields));
  }

  has(type: string): boolean {
    return this.#classes.has(type);
  }

  make(type: string, memory: LinearMemory, place: number): View {
    const Class = this.#classes.get(type);
    assert(Class !== undefined, "the core has an object of a class that the host does not know");
    return new Class(memory, place);
  }
}

function viewClass(fields: readonly Field[]): new (memory: LinearMemory, place: number) => View {
  class ObjectView implements View {
    readonly memory: LinearMemory;
    readonly place: number;
    constructor(memory: LinearMemory, place: number) {
      this.memory = memory;
      this.place = place;
    }
  }
  for (const { name, at, type } of fields) Object.defineProperty(ObjectView.prototype, name, accessors(at, type));
  return ObjectView;
}

/** `T | null` as T. */
export const classOf = (type: string): string => type.replace(" | null", "");

function accessors(at: number, type: string): PropertyDescriptor & ThisType<View> {
  switch (type) {
    case "f64":
      return {
        get() {
          return this.memory.doubles[(this.place + at) >>> 3];
        },
        set(value: number) {
          this.memory.doubles[(this.place + at) >>> 3] = value;
        },
      };
    case "i32":
      return {
        get() {
          return this.memory.ints[(this.place + at) >>> 2];
        },
        set(value: number) {
          assert(value === (value | 0), "a field of the core has 32 bits, and a number does not fit");
          this.memory.ints[(this.place + at) >>> 2] = value;
        },
      };
    case "boolean":
      return {
        get() {
          return this.memory.bytes[this.place + at] !== 0;
        },
        set(value: boolean) {
          this.memory.bytes[this.place + at] = value ? 1 : 0;
        },
      };
    // Fractions of luck, which the core holds as whole numbers.
    case "u32":
      return {
        get() {
          return this.memory.words[(this.place + at) >>> 2]! / TWO_TO_32;
        },
        set(value: number) {
          this.memory.words[(this.place + at) >>> 2] = value * TWO_TO_32;
        },
      };
    case "Doubles":
    case "Ints":
      return {
        get() {
          return this.memory.column(type, this.memory.words[(this.place + at) >>> 2]!);
        },
      };
    default:
      return reference(at, classOf(type));
  }
}

const reference = (at: number, type: string): PropertyDescriptor & ThisType<View> => ({
  get() {
    const place = this.memory.words[(this.place + at) >>> 2]!;
    return place === 0 ? null : this.memory.view(type, place);
  },
  set(value: View | null) {
    this.memory.words[(this.place + at) >>> 2] = value === null ? 0 : value.place;
  },
});
