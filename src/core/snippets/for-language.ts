import type { Snippet } from './snippet.ts';

/** One snippet for each id: the one for documents of a VS Code language where there is one, else the first. */
export function snippetsFor(language: string | undefined, snippets: readonly Snippet[]): readonly Snippet[] {
  const byId = new Map<string, Snippet>();
  for (const snippet of snippets) {
    const isWanted = language !== undefined && snippet.scope.includes(language);
    if (isWanted || !byId.has(snippet.id)) byId.set(snippet.id, snippet);
  }
  return [...byId.values()];
}
