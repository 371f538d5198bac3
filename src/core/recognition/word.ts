import { classOf, DIGIT, HAN, LOWER, OTHER, UPPER } from './character.ts';

/** What a word is made of. A Han character is a word of its own. */
export type WordKind = typeof LETTERS | typeof DIGITS | typeof HAN_CHARACTER;

export const LETTERS = 1;
export const DIGITS = 2;
export const HAN_CHARACTER = 3;

/** A run of words, by the indices of its first and last. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

const BACKSLASH = 0x5c;
const LOWER_N = 0x6e;
const LOWER_R = 0x72;
const LOWER_T = 0x74;
const LOWER_V = 0x76;
const LOWER_S = 0x73;

/**
 * The words of a text: it is split at everything that is no letter or digit, between letters and digits, and at the
 * humps of camelCase and PascalCase (`HTMLParser` is `HTML` + `Parser`). A plural acronym (`LLMs`) stays whole, and
 * the v of a version (`CLIPv2`) stands alone. The letter of an escaped line end or tab is no letter. Offsets are in
 * UTF-16 units.
 *
 * The lists are columns that are used again for the next text: a scan makes no object for a word.
 */
export class Words {
  count = 0;
  /** By word: where it starts, where it ends (exclusive), and its `WordKind`. */
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  kinds = new Uint8Array(64);

  /** Reads the words of a part of a text; what was read before is forgotten. */
  read(text: string, from = 0, to = text.length): this {
    this.#makeRoom(to - from);
    // Local names: this loop looks at every character there is.
    const { starts, ends, kinds } = this;
    let count = 0;
    let i = from;
    while (i < to) {
      const start = i++;
      const code = text.charCodeAt(start);
      const kind = classOf(code);
      if (kind === OTHER) {
        if (code === BACKSLASH && isEscape(text, i)) i++;
        continue;
      }
      if (kind === HAN) {
        kinds[count] = HAN_CHARACTER;
      } else if (kind === DIGIT) {
        while (i < to && classOf(text.charCodeAt(i)) === DIGIT) i++;
        kinds[count] = DIGITS;
      } else {
        while (i < to && classOf(text.charCodeAt(i)) === kind) i++;
        if (kind === UPPER) i = endOfHump(text, start, i, to);
        kinds[count] = LETTERS;
      }
      starts[count] = start;
      ends[count++] = i;
    }
    this.count = count;
    return this;
  }

  start(word: number): number {
    return this.starts[word] as number;
  }

  /** Exclusive. */
  end(word: number): number {
    return this.ends[word] as number;
  }

  kind(word: number): WordKind {
    return this.kinds[word] as WordKind;
  }

  #makeRoom(words: number): void {
    if (words <= this.starts.length) return;
    const room = Math.max(words, 2 * this.starts.length);
    this.starts = new Int32Array(room);
    this.ends = new Int32Array(room);
    this.kinds = new Uint8Array(room);
  }
}

/**
 * Whether the letter behind a backslash stands for a line end or a tab (`"\nLoRA"`). Before small letters only that of
 * a line end is taken for one: `\tanh` and `\rho` are TeX.
 */
function isEscape(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === LOWER_N) return true;
  return (code === LOWER_R || code === LOWER_T) && classOf(text.charCodeAt(at + 1)) !== LOWER;
}

/** The end of a word that begins with capitals, which end at `i`: its small letters, or what is left of an acronym. */
function endOfHump(text: string, start: number, i: number, to: number): number {
  const lower = (at: number) => at < to && classOf(text.charCodeAt(at)) === LOWER;
  if (!lower(i)) return i;
  if (i - start > 1) {
    const code = text.charCodeAt(i);
    // A version is no hump: `CLIPv2` is `CLIP` + `v` + `2`.
    if (code === LOWER_V && i + 1 < to && classOf(text.charCodeAt(i + 1)) === DIGIT) return i;
    return code === LOWER_S && !lower(i + 1) ? i + 1 : i - 1;
  }
  while (lower(i)) i++;
  return i;
}
