/** SHA-256 (FIPS 180-4) in plain arithmetic, since the simulator runs where no crypto module may be asked. */

const FRACTION = 2 ** 32;

/** First 32 bits of the fractional part of a root of a whole number, found without the platform's pow. */
function rootBits(prime: number, degree: 2 | 3): number {
  let root = Math.sqrt(prime);
  if (degree === 3) for (let i = 0; i < 60; i++) root -= (root * root * root - prime) / (3 * root * root);
  return Math.floor((root - Math.floor(root)) * FRACTION) | 0;
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

const PRIMES = primes(64);
const ROUND = Int32Array.from(PRIMES, (prime) => rootBits(prime, 3));
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => rootBits(prime, 2));

/** Bytes. */
export const BLOCK = 64;
/** The schedule of the block that is hashed now. */
const WORDS = new Int32Array(BLOCK);

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function expand(bytes: Uint8Array, from: number): void {
  for (let i = 0, at = from; i < 16; i++, at += 4) {
    WORDS[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }
  for (let i = 16; i < 64; i++) {
    const a = WORDS[i - 15]!;
    const b = WORDS[i - 2]!;
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    WORDS[i] = (WORDS[i - 16]! + s0 + WORDS[i - 7]! + s1) | 0;
  }
}

function compress(state: Int32Array): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + ROUND[i]! + WORDS[i]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

export class Sha256 {
  readonly #state = START.slice();
  #length = 0;

  /** @param end  of the whole blocks that these bytes begin with. */
  add(bytes: Uint8Array, end: number): void {
    for (let from = 0; from < end; from += BLOCK) {
      expand(bytes, from);
      compress(this.#state);
    }
    this.#length += end;
  }

  /** @returns 64 hexadecimal digits; nothing may be added after that. @param rest  fewer bytes than a block has. */
  digest(rest: Uint8Array): string {
    const bits = (this.#length + rest.length) * 8;
    const end = new Uint8Array(rest.length + 9 > BLOCK ? 2 * BLOCK : BLOCK);
    end.set(rest);
    end[rest.length] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(bits / FRACTION));
    view.setUint32(end.length - 4, bits >>> 0);
    this.add(end, end.length);
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }
}
