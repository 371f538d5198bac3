import type { Snippet } from './snippet.ts';

/**
 * The snippets in which at least half of the words of `query` are found, best first; all of them for an empty query.
 * A word is looked for in names and descriptions of both languages, prefixes, terms and packages.
 * @param termNames how readers write each term, by its id
 */
export function searchSnippets(
  snippets: readonly Snippet[],
  query: string,
  termNames: ReadonlyMap<string, readonly string[]> = new Map(),
): readonly Snippet[] {
  const words = wordsOf(query);
  if (words.length === 0) return snippets;
  return snippets
    .map((snippet) => ({ snippet, weights: words.map((word) => weigh(word, fieldsOf(snippet, termNames))) }))
    .map(({ snippet, weights }) => ({ snippet, found: weights.filter(Boolean).length, weight: sum(weights) }))
    .filter(({ found }) => found > 0 && found * 2 >= words.length)
    .sort((a, b) => b.found - a.found || b.weight - a.weight)
    .map(({ snippet }) => snippet);
}

interface Field {
  /** How much a word counts that is found here. */
  readonly weight: number;
  readonly text: string;
}

/** Heaviest first. */
function fieldsOf(snippet: Snippet, termNames: ReadonlyMap<string, readonly string[]>): readonly Field[] {
  const terms = snippet.terms.flatMap((id) => [id, ...(termNames.get(id) ?? [])]);
  const packages = snippet.packages.map(({ name }) => name);
  return [
    { weight: 8, text: Object.values(snippet.name).join('\n') },
    { weight: 6, text: snippet.prefixes.join('\n') },
    { weight: 4, text: [...terms, ...packages].join('\n') },
    { weight: 2, text: Object.values(snippet.description).join('\n') },
  ];
}

function weigh(word: RegExp, fields: readonly Field[]): number {
  return fields.find(({ text }) => word.test(normalize(text)))?.weight ?? 0;
}

/** A pattern for each word: Chinese is found anywhere, everything else where a word begins, while it is typed. */
function wordsOf(query: string): readonly RegExp[] {
  const segments = new Intl.Segmenter('zh', { granularity: 'word' }).segment(normalize(query));
  const words = new Set([...segments].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment));
  return [...words].map((word) => {
    const literal = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return new RegExp(
      /\p{Script=Han}/u.test(word) ? literal : `(?<!(?!\\p{Script=Han})[\\p{L}\\p{N}])${literal}`,
      'u',
    );
  });
}

function normalize(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
