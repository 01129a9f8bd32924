/** The core as WebAssembly: an instance of it for a run, behind the same door as the JavaScript. */
import { assert, InvariantError } from "../../kernel/assert.ts";
import type { Outside } from "../objects/asked.ts";
import type { Compiled, Signature } from "./compiled.ts";
import type { Door } from "./door.ts";
import { classOf, LinearMemory, type View, ViewClasses } from "./views.ts";

type Plain = number | boolean | View | Float64Array | null | undefined;
type Function = (...taken: readonly Plain[]) => Plain;

type Convert = (value: Plain) => Plain;

/** A call with its parameters and result converted, and no list made of them. */
function converting(take: readonly Convert[], call: Function, give: Convert): Function {
  assert(take.length <= 6, "a function of the door has more parameters than it converts");
  const [first, second, third, fourth, fifth, sixth] = take as Convert[] as [Convert, ...Convert[]];
  switch (take.length) {
    case 0:
      return () => give(call());
    case 1:
      return (a) => give(call(first(a)));
    case 2:
      return (a, b) => give(call(first(a), second!(b)));
    case 3:
      return (a, b, c) => give(call(first(a), second!(b), third!(c)));
    case 4:
      return (a, b, c, d) => give(call(first(a), second!(b), third!(c), fourth!(d)));
    case 5:
      return (a, b, c, d, e) => give(call(first(a), second!(b), third!(c), fourth!(d), fifth!(e)));
    default:
      return (a, b, c, d, e, f) => give(call(first(a), second!(b), third!(c), fourth!(d), fifth!(e), sixth!(f)));
  }
}

/** A parameter of 32 bits: another number would be another one there. */
function whole(value: Plain): number {
  assert(value === ((value as number) | 0), "the core is given a number that does not fit its 32 bits");
  return value as number;
}

/** Memory of more than this is given back when its run is over. */
const KEPT_BYTES = 64 * 2 ** 20;

const INSTEAD = "BURSTLAB_CORE=js runs it in the memory that Node has, with the same result";

/** What came of a run that has used up the memory that WebAssembly can address; any other error as it is. */
export const withMemoryTold = (error: unknown): unknown =>
  typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError
    ? new RangeError(`this run needs more memory than WebAssembly can address, 4 GB; ${INSTEAD}`, { cause: error })
    : error;

/** A compiled core, of which any number of runs make instances. */
export class WasmCore {
  readonly #compiled: Compiled;
  readonly module: WebAssembly.Module;
  readonly #classes: ViewClasses;
  /** What runs that come in turn use, one after the other. */
  #inTurn: Instance | null = null;

  /**
   * @param module  the same, compiled by another thread.
   * @throws where WebAssembly may not be compiled at once, or not at all.
   */
  constructor(compiled: Compiled, module = new WebAssembly.Module(bytesOf(compiled.bytes))) {
    this.#compiled = compiled;
    this.module = module;
    this.#classes = new ViewClasses(compiled);
  }

  /** The door to a core of its own. */
  open(): Door {
    return this.#instance().door;
  }

  /** The door to a core of runs that come in turn: whatever the last one has made is gone. */
  openInTurn(): Door {
    if (this.#inTurn === null || this.#inTurn.bytes > KEPT_BYTES) this.#inTurn = this.#instance();
    else this.#inTurn.forget();
    return this.#inTurn.door;
  }

  #instance(): Instance {
    return new Instance(this.#compiled, this.module, this.#classes);
  }
}

class Instance {
  readonly #memory: LinearMemory;
  readonly #classes: ViewClasses;
  readonly #exports: Readonly<Record<string, (...taken: number[]) => number>>;
  /** Each takes from the host what one question of the core is answered by. */
  readonly #askers: ((outside: Outside) => void)[] = [];
  readonly door: Door;

  constructor(compiled: Compiled, module: WebAssembly.Module, classes: ViewClasses) {
    // One page less than can be addressed: what does not fit is a trap then, and never a wrong address.
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 ** 16 - 1 });
    this.#classes = classes;
    this.#memory = new LinearMemory(memory, classes);
    const asked = compiled.asked.map((one) => [one.name, this.#answering(one)] as const);
    const broken = (message: number): void => {
      throw new InvariantError(compiled.messages[message]!);
    };
    const host = { ...Object.fromEntries(asked), broken };
    const abort = (): never => {
      throw new RangeError(`something of this run is larger than WebAssembly has room for; ${INSTEAD}`);
    };
    const instance = new WebAssembly.Instance(module, { env: { memory, abort }, host });
    this.#exports = instance.exports as never;
    const offered = compiled.offered.map((one) => [one.name, this.#calling(one)] as const);
    this.door = Object.fromEntries(offered) as unknown as Door;
  }

  get bytes(): number {
    return this.#memory.bytes.length;
  }

  /** Nothing that was made is there any more; the memory is. */
  forget(): void {
    this.#exports.forget!();
    this.#memory.forget();
  }

  /** A function of the core, which takes and gives what the JavaScript of the same name does. */
  #calling({ name, takes, gives }: Signature): Function {
    const call = this.#exports[name]!;
    if (takes.every((type) => type === "f64" || type === "i32") && gives === "void") return call as Function;
    const give = this.#toHost(gives);
    return converting(
      takes.map((type) => this.#toCore(type)),
      call as Function,
      (given) => {
        this.#memory.look();
        return give(given as number);
      },
    );
  }

  /** What the core asks: the first thing it hands over is itself, which the host need not be told. */
  #answering({ name, takes, gives }: Signature): Function {
    const take = takes.slice(1).map((type) => this.#toHost(type));
    const give = (value: Plain): Plain => (gives === "boolean" ? (value === true ? 1 : 0) : value);
    let answer: Function | null = null;
    this.#askers.push((outside) => {
      const asked = (outside as unknown as Readonly<Record<string, Function>>)[name]!;
      answer = converting(take as Convert[], asked.bind(outside), give);
    });
    return (_core, a, b, c, d, e, f) => {
      this.#memory.look();
      return answer!(a, b, c, d, e, f);
    };
  }

  #toCore(type: string): (value: Plain) => number {
    if (type === "boolean") return (value) => (value === true ? 1 : 0);
    if (type === "Doubles") return (value) => this.#copy(value as Float64Array);
    if (type === "Outside") {
      return (value) => {
        for (const ask of this.#askers) ask(value as unknown as Outside);
        return 0;
      };
    }
    if (type === "i32") return whole;
    if (!this.#classes.has(classOf(type))) return (value) => value as number;
    return (value) => (value === null ? 0 : (value as View).place);
  }

  /** A column of the core's with the same numbers. */
  #copy(numbers: Float64Array): number {
    const place = this.#exports.doubles!(numbers.length) >>> 0;
    this.#memory.look();
    this.#memory.doubles.set(numbers, place >>> 3);
    return place;
  }

  #toHost(type: string): (value: number) => Plain {
    if (type === "boolean") return (value) => value !== 0;
    const name = classOf(type);
    if (!this.#classes.has(name)) return (value) => value;
    // Half of the memory has addresses that WebAssembly hands over as negative numbers.
    return (value) => (value === 0 ? null : this.#memory.view(name, value >>> 0));
  }
}

/** From base64, by hand: not every place that may run this has a decoder. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const values = new Map([...digits].map((digit, value) => [digit, value]));
  const length = (text.length * 3) / 4 - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
  const bytes = new Uint8Array(length);
  let place = 0;
  for (let at = 0; at < text.length; at += 4) {
    let group = 0;
    for (let digit = at; digit < at + 4; digit++) group = group * 64 + (values.get(text[digit]!) ?? 0);
    for (const shift of [16, 8, 0]) if (place < length) bytes[place++] = (group >> shift) & 255;
  }
  return bytes;
}
