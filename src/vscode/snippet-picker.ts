import * as vscode from 'vscode';
import type { Glossary } from '../core/glossary/glossary.ts';
import { searchSnippets } from '../core/snippets/search-snippets.ts';
import type { Snippet } from '../core/snippets/snippet.ts';
import { readerLocale } from './settings.ts';
import type { SnippetPreview } from './snippet-preview.ts';

type SnippetItem = vscode.QuickPickItem & { readonly snippet: Snippet };

/** Lets the reader search snippets and see each; resolves with the one chosen, or `undefined` when the search is left. */
export function pickSnippet(
  snippets: readonly Snippet[],
  glossary: Glossary | undefined,
  preview: SnippetPreview,
): Promise<Snippet | undefined> {
  const termNames = new Map(glossary?.terms.map(({ id, written }) => [id, written]));
  const picker = vscode.window.createQuickPick<SnippetItem>();
  picker.placeholder = vscode.l10n.t('Search by what it does, by term or by package');
  const update = () => {
    picker.items = searchSnippets(snippets, picker.value, termNames).map(snippetItem);
  };
  update();
  return new Promise((resolve) => {
    picker.onDidChangeValue(update);
    picker.onDidChangeActive(([item]) => item && void preview.show(item.snippet));
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.snippet);
      picker.hide();
    });
    picker.onDidHide(() => {
      void preview.close().finally(() => resolve(undefined));
      picker.dispose();
    });
    picker.show();
  });
}

function snippetItem(snippet: Snippet): SnippetItem {
  const locale = readerLocale();
  const imported = snippet.packages.filter(({ dev }) => !dev).map(({ name }) => `$(package) ${name}`);
  return {
    snippet,
    label: snippet.name[locale],
    description: [snippet.prefixes.join(', '), ...imported].join('  '),
    detail: snippet.description[locale],
    // What is found is decided by searchSnippets, not by the list's own filter.
    alwaysShow: true,
  };
}
