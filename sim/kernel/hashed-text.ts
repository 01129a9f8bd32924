/** The SHA-256 of a text over its UTF-8 bytes. It comes in parts and is never held as a whole, nor are its numbers. */
import { BLOCK, Sha256 } from "./sha256.ts";

/** Bytes that are hashed at once: few, so that they stay in the processor's nearest cache. */
const ROOM = 1 << 13;
/** Bytes that a number needs at most, and that a character does. */
const NUMBER = 32;
const CHARACTER = 3;

/** Characters of a text that is written without the platform's help: for one this short, that takes longer. */
const SHORT = 200;

const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const TILDE = 126;
const ZERO = 48;
const POINT = 46;
/** Numbers of thousandths up to this are written without the platform's help. */
const MOST = 2 ** 31 - 1;

const encoder = new TextEncoder();

export class HashedText {
  readonly #hash = new Sha256();
  readonly #bytes = new Uint8Array(ROOM);
  #used = 0;

  /** @param text  whole characters: no part ends between two surrogates. */
  add(text: string): void {
    for (let rest = text; rest.length > 0; ) {
      this.#makeRoom(Math.min(CHARACTER * rest.length, ROOM - BLOCK));
      const { read, written } = encoder.encodeInto(rest, this.#bytes.subarray(this.#used));
      this.#used += written;
      rest = rest.slice(read);
    }
  }

  addBytes(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) this.addByte(bytes[i]!);
  }

  addByte(byte: number): void {
    this.#makeRoom(1);
    this.#bytes[this.#used++] = byte;
  }

  /** As JSON has it: in quotes. */
  addString(value: string): void {
    if (value.length <= SHORT && this.#writePlain(value)) return;
    this.add(JSON.stringify(value));
  }

  /** As JSON has it. @param value  finite. */
  addNumber(value: number): void {
    if (this.#used > ROOM - NUMBER) this.#hashBlocks();
    const thousandths = Math.floor(value * 1_000 + 0.5);
    if ((value | 0) === value && value >= 0) this.#writeDigits(value | 0);
    else if (thousandths > 0 && thousandths <= MOST && thousandths / 1_000 === value)
      this.#writeFraction(thousandths | 0);
    else this.add(String(value));
  }

  digest(): string {
    this.#hashBlocks();
    return this.#hash.digest(this.#bytes.subarray(0, this.#used));
  }

  /** False when some character is no plain one, which JSON or UTF-8 writes in more bytes; nothing is written then. */
  #writePlain(value: string): boolean {
    if (this.#used > ROOM - SHORT - 2) this.#hashBlocks();
    const bytes = this.#bytes;
    let place = this.#used;
    bytes[place++] = QUOTE;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code < SPACE || code > TILDE || code === QUOTE || code === BACKSLASH) return false;
      bytes[place++] = code;
    }
    bytes[place++] = QUOTE;
    this.#used = place;
    return true;
  }

  /** With so few digits, no other decimal fraction is the same number: these are the shortest that tell it. */
  #writeFraction(thousandths: number): void {
    const whole = (thousandths / 1_000) | 0;
    const rest = (thousandths - whole * 1_000) | 0;
    const tenths = (rest / 100) | 0;
    const hundredths = (rest / 10) | 0;
    this.#writeDigits(whole);
    const bytes = this.#bytes;
    bytes[this.#used++] = POINT;
    bytes[this.#used++] = ZERO + tenths;
    if (rest === tenths * 100) return;
    bytes[this.#used++] = ZERO + hundredths - tenths * 10;
    if (rest !== hundredths * 10) bytes[this.#used++] = ZERO + rest - hundredths * 10;
  }

  /** @param value  below 2^31: its digits come out of whole divisions, which are one multiplication each. */
  #writeDigits(value: number): void {
    let end = this.#used + 1;
    for (let tenth = (value / 10) | 0; tenth > 0; tenth = (tenth / 10) | 0) end++;
    this.#used = end;
    let rest = value;
    do {
      const tenth = (rest / 10) | 0;
      this.#bytes[--end] = ZERO + rest - tenth * 10;
      rest = tenth;
    } while (rest > 0);
  }

  #makeRoom(bytes: number): void {
    if (this.#used + bytes > ROOM) this.#hashBlocks();
  }

  #hashBlocks(): void {
    const end = this.#used - (this.#used % BLOCK);
    this.#hash.add(this.#bytes, end);
    this.#bytes.copyWithin(0, end, this.#used);
    this.#used -= end;
  }
}
