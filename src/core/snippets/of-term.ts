import type { Snippet } from './snippet.ts';

/** The snippets that are examples of a term, those that are most about it first: a snippet names its terms in that order. */
export function snippetsOf(term: string, snippets: readonly Snippet[]): readonly Snippet[] {
  return snippets
    .filter(({ terms }) => terms.includes(term))
    .sort((a, b) => a.terms.indexOf(term) - b.terms.indexOf(term));
}
