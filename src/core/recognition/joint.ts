import { isDigit, isUpperCase } from './character.ts';
import type { Word } from './word.ts';

/** What may stand between two words of one form: nothing (camelCase, digits, Han), a blank, a hyphen, an underscore. */
const JOINT = /^[ _\-\u00a0\u2010-\u2013]?$/;

/**
 * How two words hang together: as the words of one form may, by a dot as only an exclusion's may, or not.
 * A dot between digits joins (`GPT-3.5`), and so does a slash between lone letters (`A/B`, `Q/K/V`).
 */
export function jointBetween(text: string, left: Word, right: Word): 'close' | 'dot' | 'none' {
  if (right.start - left.end > 1) return 'none';
  const joint = text.slice(left.end, right.start);
  if (JOINT.test(joint)) return 'close';
  if (joint === '.') return left.kind === 'digits' && right.kind === 'digits' ? 'close' : 'dot';
  if (joint === '/' && left.end - left.start === 1 && right.end - right.start === 1) return 'close';
  return 'none';
}

/** A lone letter glued before a word belongs to it: `QLoRA` is no LoRA, `mT5` no T5. */
export function gluedToLoneLetter(text: string, words: readonly Word[], first: number): boolean {
  const word = words[first] as Word;
  const previous = words[first - 1];
  if (!previous || previous.end !== word.start) return false;
  // A number in the middle of a version (`2.5`) or of a word (`data2vec`) begins nothing.
  if (word.kind === 'letters' && previous.kind === 'letters') return previous.end - previous.start === 1;
  if (word.kind === 'letters' && previous.kind === 'digits') return !isUpperCase(text.charCodeAt(word.start));
  return false;
}

/**
 * Whether a form may not end with a word because what follows is a part of the same word: a lone letter
 * (`GPT-4o`, but not the v of a version: `CLIPv2`), a digit's lower-case letters (`4bit`) or decimals (`3.5`).
 */
export function endsInsideWord(text: string, words: readonly Word[], last: number): boolean {
  const word = words[last] as Word;
  if (word.kind === 'digits' && text[word.end] === '.' && isDigit(text.charCodeAt(word.end + 1))) return true;
  const next = words[last + 1];
  if (!next || next.start !== word.end || next.kind !== 'letters') return false;
  if (word.kind === 'digits' && !isUpperCase(text.charCodeAt(next.start))) return true;
  if (next.end - next.start > 1) return false;
  const version =
    /^v$/i.test(text[next.start] ?? '') &&
    words[last + 2]?.start === next.end &&
    words[last + 2]?.kind === 'digits';
  return word.kind !== 'han' && !version;
}
