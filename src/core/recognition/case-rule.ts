import type { FormCase } from '../glossary/form.ts';
import { classOf, OTHER } from './character.ts';
import { jointBefore, CLOSE } from './joint.ts';
import { HAN_CHARACTER, LETTERS, type Span, type Words } from './word.ts';

/** How a form's letters are written: as its rule wants, in other letters that its rule admits, or in no such way. */
export type CaseVerdict = 'as-written' | 'other-case' | 'no';

/**
 * Judges the case of a form that words spell.
 * @param plural how many letters at the end are the plural's
 */
export function judgeCase(
  text: string,
  words: Words,
  { first, last }: Span,
  form: { readonly text: string; readonly case: FormCase },
  plural: number,
): CaseVerdict {
  if (form.case === 'any' || sameLetters(text, words.start(first), words.end(last) - plural, form.text)) {
    return 'as-written';
  }
  switch (form.case) {
    case 'acronym':
      return 'other-case';
    case 'compound':
      return insideIdentifier(text, words, first, last) ? 'other-case' : 'no';
    case 'exact':
      return 'no';
  }
}

/** Whether a part of a text holds the letters and digits of a form, in the same case; full-width ones are narrow. */
function sameLetters(text: string, from: number, to: number, form: string): boolean {
  let at = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (classOf(code) === OTHER) continue;
    while (at < form.length && classOf(form.charCodeAt(at)) === OTHER) at++;
    if (narrow(code) !== form.charCodeAt(at++)) return false;
  }
  return true;
}

function narrow(code: number): number {
  return code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code;
}

/** Whether words are a part of an identifier that has other letters too: `clipLoss`, `clip_loss`, `clip-loss`. */
function insideIdentifier(text: string, words: Words, first: number, last: number): boolean {
  return hasNeighbour(text, words, first, -1) || hasNeighbour(text, words, last, 1);
}

function hasNeighbour(text: string, words: Words, from: number, step: 1 | -1): boolean {
  for (let neighbour = from + step; neighbour >= 0 && neighbour < words.count; neighbour += step) {
    const right = step === 1 ? neighbour : neighbour + 1;
    if (jointBefore(text, words, right) !== CLOSE || /\s/.test(text[words.start(right) - 1] ?? ''))
      return false;
    const kind = words.kind(neighbour);
    if (kind === HAN_CHARACTER) return false;
    if (kind === LETTERS) return true;
  }
  return false;
}
