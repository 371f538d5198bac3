import { importedNames, withoutImportsOf } from './imports.ts';
import type { Snippet } from './snippet.ts';

/** What becomes of a snippet in a file that has text already. */
export type Merge =
  /** It goes in; `body` lacks the imports that the file has. */
  | { readonly kind: 'fits'; readonly body: string }
  /** All that it declares is there; `offset` is where the first of it stands, in UTF-16 units. */
  | { readonly kind: 'present'; readonly offset: number }
  /** The two declare the same name and would not compile together. */
  | { readonly kind: 'clashes'; readonly name: string };

const DECLARATION =
  /^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|class|interface|type|enum|namespace|const|let|var)\s+([\p{L}_$][\p{L}\p{N}_$]*)/gmu;

/** How a snippet goes into a file of its language; a Python file may hold a name twice. */
export function mergeInto(text: string, { body, source, registry }: Snippet): Merge {
  if (registry === 'pypi') return { kind: 'fits', body };
  const declared = new Map([...text.matchAll(DECLARATION)].map((match) => [match[1] ?? '', match.index]));
  const own = [...source.matchAll(DECLARATION)].map(([, name = '']) => name);
  const offsets = own.map((name) => declared.get(name) ?? Infinity);
  const first = Math.min(...offsets);
  if (own.length > 0 && offsets.every(Number.isFinite)) return { kind: 'present', offset: first };
  const rest = withoutImportsOf(text, body);
  const taken = new Set([...declared.keys(), ...importedNames(text)]);
  const clash = [...own, ...importedNames(rest)].find((name) => taken.has(name));
  return clash ? { kind: 'clashes', name: clash } : { kind: 'fits', body: rest };
}
