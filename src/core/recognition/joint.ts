import { classOf, DIGIT, UPPER } from './character.ts';
import { DIGITS, HAN_CHARACTER, LETTERS, type Words } from './word.ts';

/** How two words hang together: as the words of any form may, by signs as only a form written with them may, or not. */
export type Joint = typeof CLOSE | typeof SIGNED | typeof APART;

export const CLOSE = 0;
export const SIGNED = 1;
export const APART = 2;

/** What may stand in names (`llama.cpp`, `pass@k`, `Weights & Biases`, `DALL·E`, `CNN/DailyMail`). */
const SIGNS = new Set(Array.from("./@&·'’+^;", (sign) => sign.charCodeAt(0)));

const BLANK = 0x20;

/** How long a gap of signs may be, blanks around it included. */
const LONGEST_GAP = 3;

/**
 * The joint before a word (which is not the first). The words of any form may be joined by nothing (camelCase, digits,
 * Han), a blank, a hyphen or an underscore; a dot between digits joins too (`GPT-3.5`), and a slash between lone
 * letters (`A/B`, `Q/K/V`).
 */
export function jointBefore(text: string, words: Words, word: number): Joint {
  const end = words.end(word - 1);
  const start = words.start(word);
  if (start === end) return CLOSE;
  const code = text.charCodeAt(end);
  if (start - end === 1) {
    switch (code) {
      case BLANK:
      case 0x5f: // _
      case 0x2d: // -
      case 0xa0: // no-break space
        return CLOSE;
      case 0x2e: // .
        return words.kind(word - 1) === DIGITS && words.kind(word) === DIGITS ? CLOSE : SIGNED;
      case 0x2f: // slash
        return isLoneLetter(words, word - 1) && isLoneLetter(words, word) ? CLOSE : SIGNED;
    }
    if (code >= 0x2010 && code <= 0x2013) return CLOSE;
  }
  if (start - end > LONGEST_GAP) return APART;
  let signed = false;
  for (let i = end; i < start; i++) {
    const sign = text.charCodeAt(i);
    if (sign !== BLANK) {
      if (!SIGNS.has(sign)) return APART;
      signed = true;
    }
  }
  return signed ? SIGNED : APART;
}

export function isLoneLetter(words: Words, word: number): boolean {
  return words.kind(word) === LETTERS && words.end(word) - words.start(word) === 1;
}

/** A lone letter glued before a word belongs to it: `QLoRA` is no LoRA, `mT5` no T5. */
export function gluedToLoneLetter(text: string, words: Words, first: number): boolean {
  if (first === 0) return false;
  const previous = first - 1;
  const start = words.start(first);
  if (words.end(previous) !== start || words.kind(first) !== LETTERS) return false;
  if (isLoneLetter(words, previous)) return true;
  // A number in the middle of a word (`data2vec`), or with its unit (`3D`), begins nothing.
  return (
    words.kind(previous) === DIGITS &&
    (classOf(text.charCodeAt(start)) !== UPPER || words.end(first) - start === 1)
  );
}

/**
 * Whether a form may not end with a word because what follows is a part of the same word: a lone letter
 * (`GPT-4o`, but not the v of a version: `CLIPv2`), a digit's lower-case letters (`4bit`) or decimals (`3.5`).
 */
export function endsInsideWord(text: string, words: Words, last: number): boolean {
  const end = words.end(last);
  const digits = words.kind(last) === DIGITS;
  if (digits && text[end] === '.' && classOf(text.charCodeAt(end + 1)) === DIGIT) return true;
  const next = last + 1;
  if (next >= words.count || words.start(next) !== end || words.kind(next) !== LETTERS) return false;
  if (digits && classOf(text.charCodeAt(end)) !== UPPER) return true;
  return (
    words.end(next) - end === 1 && words.kind(last) !== HAN_CHARACTER && !isVersionMark(text, words, next)
  );
}

/** Whether a word is the v of a version: `CLIPv2`. */
function isVersionMark(text: string, words: Words, word: number): boolean {
  return (
    /^v$/i.test(text[words.start(word)] ?? '') &&
    word + 1 < words.count &&
    words.start(word + 1) === words.end(word) &&
    words.kind(word + 1) === DIGITS
  );
}

/**
 * The last word of a name of a model family that ends with `last`, its version and size included: `Llama-3.1`,
 * `GPT-4o`, `LLaMA2-7B`. A size counts only at the end of the identifier (`Llama-3.1` of `Llama-3.1-8B-Instruct`).
 */
export function endOfVersion(text: string, words: Words, last: number): number {
  let end = last;
  const joined = (word: number, joints: RegExp) =>
    word < words.count && joints.test(text.slice(words.end(word - 1), words.start(word)));
  let next = end + 1;
  if (joined(next, /^$/) && words.kind(next) === LETTERS && isVersionMark(text, words, next)) next++;
  // A blank stands between a name and its version (`SD 3.5`), but not between a version and a size.
  const joints = words.kind(last) === DIGITS ? /^[-_]?$/ : /^[-_ ]?$/;
  if (!joined(next, joints) || words.kind(next) !== DIGITS) return last;
  // A size without a version (`Baichuan-13B`) is read below.
  if (sizeEnd(text, words, next) === undefined) {
    end = next;
    while (joined(end + 1, /^\.$/) && words.kind(end + 1) === DIGITS) end++;
    // Where a name may not hold a point: `qwen2_5`, `claude-sonnet-4-5`.
    if (joined(end + 1, /^[-_]$/) && isLoneDigit(text, words, end + 1)) end++;
    // `4o`, but not the 2D of `Model2DCondition` nor the 8x of `8x22B`, which are no versions.
    const letter = end + 1;
    if (joined(letter, /^$/) && words.kind(letter) === LETTERS && !startsUpper(text, words, letter)) {
      const lone =
        words.end(letter) - words.start(letter) === 1 && words.start(letter + 1) !== words.end(letter);
      if (!lone) return last;
      end = letter;
    }
    next = end + 1;
    if (!joined(next, /^[-_]$/) || words.kind(next) !== DIGITS) return end;
  }
  const afterSize = sizeEnd(text, words, next);
  return afterSize !== undefined && !/[\w-]/.test(text[words.end(afterSize)] ?? '') ? afterSize : end;
}

function isLoneDigit(text: string, words: Words, word: number): boolean {
  const start = words.start(word);
  return (
    words.end(word) - start === 1 &&
    words.kind(word) === DIGITS &&
    !/^(?:[a-z0-9.]|[A-Z](?![a-z]))/.test(text.slice(start + 1, start + 3))
  );
}

function startsUpper(text: string, words: Words, word: number): boolean {
  return classOf(text.charCodeAt(words.start(word))) === UPPER;
}

/** The last word of a size that begins with a number (`7B`, `1.5B`, `350M`); `undefined` where there is none. */
function sizeEnd(text: string, words: Words, number: number): number | undefined {
  let unit = number + 1;
  if (
    unit < words.count &&
    words.kind(unit) === DIGITS &&
    text.slice(words.end(number), words.start(unit)) === '.'
  )
    unit++;
  if (unit >= words.count || words.start(unit) !== words.end(unit - 1)) return undefined;
  return /^[bm]$/i.test(text.slice(words.start(unit), words.end(unit))) ? unit : undefined;
}
