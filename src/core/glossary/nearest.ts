import { distance } from 'fastest-levenshtein';
import { formKey } from '../recognition/form-key.ts';
import type { ListedTerm } from './glossary.ts';

/** The terms whose forms are most like what was typed, the likest first; at most `limit`, none that is quite unlike. */
export function nearestTerms(terms: readonly ListedTerm[], typed: string, limit = 5): readonly ListedTerm[] {
  const key = formKey(typed);
  if (!key) return [];
  return terms
    .map((term) => ({
      term,
      unlike: Math.min(...term.written.map((text) => unlikeness(key, formKey(text)))),
    }))
    .filter(({ unlike }) => unlike <= 0.5)
    .sort((a, b) => a.unlike - b.unlike)
    .slice(0, limit)
    .map(({ term }) => term);
}

/** 0 for the same, 1 for nothing in common. */
function unlikeness(typed: string, form: string): number {
  const longer = Math.max(typed.length, form.length);
  const shorter = Math.min(typed.length, form.length);
  // What is typed from the start or found whole inside is like, however much is missing.
  if (shorter > 1 && (form.includes(typed) || typed.includes(form))) return 0.3 * (1 - shorter / longer);
  return distance(typed, form) / longer;
}
