import { isDigit, isHan, isUpperCase, isWordCharacter } from './character.ts';

/** What a part is made of. A Han character is a part of its own. */
export type WordKind = 'letters' | 'digits' | 'han';

/** A part of an identifier or phrase that cannot be split further; offsets in UTF-16 units. */
export interface Word {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly kind: WordKind;
}

/** A run of words, by the indices of its first and last. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * Splits text into words: at everything that is no letter or digit, between letters and digits, and at the humps
 * of camelCase and PascalCase (`HTMLParser` is `HTML` + `Parser`). A plural acronym (`LLMs`) stays whole, and the v of a
 * version (`CLIPv2`) stands alone.
 */
export function splitWords(text: string, from = 0, to = text.length): readonly Word[] {
  const words: Word[] = [];
  let i = from;
  while (i < to) {
    const code = text.charCodeAt(i);
    if (isHan(code)) {
      words.push({ start: i, end: ++i, kind: 'han' });
    } else if (isDigit(code)) {
      const start = i;
      while (i < to && isDigit(text.charCodeAt(i))) i++;
      words.push({ start, end: i, kind: 'digits' });
    } else if (isWordCharacter(code)) {
      const start = i;
      i = endOfLetters(text, i, to);
      words.push({ start, end: i, kind: 'letters' });
    } else {
      i++;
    }
  }
  return words;
}

function endOfLetters(text: string, start: number, to: number): number {
  const letter = (at: number) =>
    at < to && isWordCharacter(text.charCodeAt(at)) && !isDigit(text.charCodeAt(at));
  const upper = (at: number) => letter(at) && isUpperCase(text.charCodeAt(at));
  const lower = (at: number) => letter(at) && !isUpperCase(text.charCodeAt(at));
  let i = start;
  while (upper(i)) i++;
  const capitals = i - start;
  if (capitals > 1 && lower(i)) {
    // A version is no hump: `CLIPv2` is `CLIP` + `v` + `2`.
    if (text[i] === 'v' && i + 1 < to && isDigit(text.charCodeAt(i + 1))) return i;
    const plural = text[i] === 's' && !lower(i + 1);
    return plural ? i + 1 : i - 1;
  }
  while (lower(i)) i++;
  return i;
}
