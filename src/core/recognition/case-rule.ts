import type { Form } from '../glossary/form.ts';
import type { Span, Word } from './word.ts';

/** Whether a form's case rule holds: as such, or only because the words are inside an identifier. */
export function caseHolds(
  text: string,
  words: readonly Word[],
  { first, last }: Span,
  form: Form,
  plural: number,
): 'yes' | 'inside' | 'no' {
  if (form.case === 'any') return 'yes';
  const start = (words[first] as Word).start;
  const end = (words[last] as Word).end - plural;
  if (letters(text.slice(start, end)) === letters(form.text)) return 'yes';
  return form.case === 'compound' && insideIdentifier(text, words, first, last) ? 'inside' : 'no';
}

/** The letters and digits of a text in their own case, without what joins them. */
function letters(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether words are a part of an identifier that has other letters too: `clipLoss`, `clip_loss`, `clip-loss`. */
function insideIdentifier(text: string, words: readonly Word[], first: number, last: number): boolean {
  return hasNeighbour(text, words, first, -1) || hasNeighbour(text, words, last, 1);
}

function hasNeighbour(text: string, words: readonly Word[], from: number, step: 1 | -1): boolean {
  for (let i = from; ; i += step) {
    const [left, right] = step === 1 ? [words[i], words[i + 1]] : [words[i - 1], words[i]];
    if (!left || !right || !/^[_-]?$/.test(text.slice(left.end, right.start))) return false;
    const neighbour = step === 1 ? right : left;
    if (neighbour.kind === 'han') return false;
    if (neighbour.kind === 'letters') return true;
  }
}
