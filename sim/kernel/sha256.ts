/**
 * SHA-256 (FIPS 180-4) of a text, in plain arithmetic, since the simulator runs where no crypto module may be asked.
 */

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

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function expand(words: Int32Array, view: DataView, offset: number): void {
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(offset + i * 4);
  for (let i = 16; i < 64; i++) {
    const a = words[i - 15]!;
    const b = words[i - 2]!;
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    words[i] = (words[i - 16]! + s0 + words[i - 7]! + s1) | 0;
  }
}

function compress(state: Int32Array, words: Int32Array): void {
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
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i]! + words[i]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
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

const BLOCK = 64;
/** Characters that are hashed at once. */
const PIECE = 1 << 16;
const encoder = new TextEncoder();

/** The digest of a text that comes in parts: a long one is never held as a whole. */
export class Sha256 {
  readonly #state = START.slice();
  readonly #words = new Int32Array(64);
  #waiting = "";
  /** Bytes that do not fill a block yet, and all bytes so far. */
  #rest = new Uint8Array(0);
  #length = 0;

  /** @param text  whole characters: no part ends between two surrogates. */
  add(text: string): void {
    this.#waiting += text;
    if (this.#waiting.length >= PIECE) this.#hashWaiting();
  }

  /** @returns 64 hexadecimal digits; nothing may be added after that. */
  digest(): string {
    this.#hashWaiting();
    const blocks = Math.ceil((this.#rest.length + 9) / BLOCK);
    const end = new Uint8Array(blocks * BLOCK);
    end.set(this.#rest);
    end[this.#rest.length] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor((this.#length * 8) / FRACTION));
    view.setUint32(end.length - 4, (this.#length * 8) >>> 0);
    this.#hash(end);
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  #hashWaiting(): void {
    const added = encoder.encode(this.#waiting);
    const bytes = new Uint8Array(this.#rest.length + added.length);
    bytes.set(this.#rest);
    bytes.set(added, this.#rest.length);
    const whole = bytes.length - (bytes.length % BLOCK);
    this.#hash(bytes.subarray(0, whole));
    this.#rest = bytes.slice(whole);
    this.#length += added.length;
    this.#waiting = "";
  }

  /** @param bytes  whole blocks. */
  #hash(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let offset = 0; offset < bytes.length; offset += BLOCK) {
      expand(this.#words, view, offset);
      compress(this.#state, this.#words);
    }
  }
}
