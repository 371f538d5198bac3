import { formKey } from '../recognition/form-key.ts';
import type { ListedTerm } from './glossary.ts';

/**
 * The terms one of whose forms holds what was typed, however either is joined: those that are it first, then
 * those that begin with it, each in the order given. None when nothing was typed.
 */
export function searchTerms(terms: readonly ListedTerm[], typed: string): readonly ListedTerm[] {
  const key = formKey(typed);
  if (!key) return [];
  return terms
    .map((term) => ({ term, rank: Math.min(...term.written.map((text) => rankOf(key, formKey(text)))) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank)
    .map(({ term }) => term);
}

function rankOf(typed: string, form: string): number {
  if (form === typed) return 0;
  if (form.startsWith(typed)) return 1;
  return form.includes(typed) ? 2 : Infinity;
}
