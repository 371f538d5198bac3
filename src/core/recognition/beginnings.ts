import { classOf, fold, OTHER } from './character.ts';

/** How many letters of a word are looked at where another word follows without a gap. */
const LETTERS = 4;

/** A power of two: how many bits the set has. Several beginnings may share a bit. */
const BITS = 1 << 19;

const SMALL_E = 0x65;
const SMALL_I = 0x69;
const SMALL_S = 0x73;
const SMALL_Y = 0x79;

/** What is added behind the last letter of a word that ends there. */
const STOP = 0x7f;

/** A key, and after how many of its letters a gap may stand in a text (its whole length included). */
export interface KeyWithStops {
  readonly key: string;
  readonly stops: Iterable<number>;
}

/**
 * Tells of most words at a look that no key begins with them: a set of marks of what keys begin with, a Bloom filter
 * of one hash. A word that a gap follows has to be what some key holds before a gap, or a plural; of one that
 * goes on (`const` in `constRef`) the first letters have to be some key's.
 */
export class Beginnings {
  readonly bits: Int32Array;

  constructor(bits: Int32Array) {
    this.bits = bits;
  }

  static of(keys: Iterable<KeyWithStops>): Beginnings {
    const made = new Beginnings(new Int32Array(BITS >> 5));
    for (const { key, stops } of keys) made.#add(key, new Set(stops));
    return made;
  }

  /** Whether the word between two offsets begins no key. `false` does not mean that it begins one. */
  exclude(text: string, from: number, to: number): boolean {
    const goesOn = classOf(text.charCodeAt(to)) !== OTHER;
    const end = goesOn ? Math.min(to, from + LETTERS) : to;
    let mark = 0;
    for (let i = from; i < end; i++) mark = after(mark, fold(text.charCodeAt(i)));
    // A lone letter or Han character tells little; the next one follows without a gap.
    if (goesOn && to - from === 1) mark = after(mark, fold(text.charCodeAt(to)));
    else if (!goesOn) mark = after(mark, STOP);
    return !this.#has(mark);
  }

  #add(key: string, stops: ReadonlySet<number>): void {
    let mark = 0;
    let last = 0;
    for (let i = 0; i < key.length; i++) {
      last = mark;
      mark = after(mark, key.charCodeAt(i));
      if (i < LETTERS) this.#set(mark);
      if (stops.has(i + 1)) this.#set(after(mark, STOP));
    }
    const [s, es] = [after(mark, SMALL_S), after(after(mark, SMALL_E), SMALL_S)];
    const endings = [s, es];
    if (key.charCodeAt(key.length - 1) === SMALL_Y) {
      endings.push(after(after(after(last, SMALL_I), SMALL_E), SMALL_S));
    }
    for (const ending of endings) this.#set(after(ending, STOP));
    // A plural may be followed without a gap too: `LLMsAreModels`.
    if (key.length < LETTERS) {
      this.#set(s);
      this.#set(after(mark, SMALL_E));
    }
    if (key.length <= LETTERS) this.#set(after(last, SMALL_I));
  }

  #set(mark: number): void {
    const bit = mark & (BITS - 1);
    this.bits[bit >> 5] = (this.bits[bit >> 5] as number) | (1 << (bit & 31));
  }

  #has(mark: number): boolean {
    const bit = mark & (BITS - 1);
    return ((this.bits[bit >> 5] as number) & (1 << (bit & 31))) !== 0;
  }
}

function after(mark: number, letter: number): number {
  const mixed = Math.imul(mark ^ letter, 0x01000193);
  return mixed ^ (mixed >>> 15);
}
