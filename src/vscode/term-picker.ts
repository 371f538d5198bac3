import * as vscode from 'vscode';
import { titlesOf } from '../core/cards/title.ts';
import type { TermName } from '../core/glossary/entry.ts';
import type { Glossary, ListedTerm } from '../core/glossary/glossary.ts';
import { nearestTerms } from '../core/glossary/nearest.ts';
import { searchTerms } from '../core/glossary/search.ts';
import { formKey } from '../core/recognition/form-key.ts';
import { readerLocale } from './settings.ts';

/** What the search begins with. */
export interface TermSearch {
  /** Terms to offer first, under a heading. */
  readonly first?: { readonly heading: string; readonly terms: readonly TermName[] };
  /** A word that was looked up in vain: the search says so and offers the nearest entries. */
  readonly unknown?: string;
}

type TermItem = vscode.QuickPickItem & { readonly id?: string };

/** Lets the reader search all terms; resolves with the id chosen, or `undefined` when the search is left. */
export function pickTerm(glossary: Glossary, { first, unknown }: TermSearch): Promise<string | undefined> {
  const locale = readerLocale();
  const picker = vscode.window.createQuickPick<TermItem>();
  picker.placeholder = vscode.l10n.t('Search by name, abbreviation or alias, in English or Chinese');
  const all = glossary.terms.map(termItem);
  const update = () => {
    const typed = picker.value.trim();
    const found = searchTerms(glossary.terms, typed);
    const missed = typed === '' ? unknown : found.length === 0 ? typed : undefined;
    const nearest = missed === undefined ? [] : nearestTerms(glossary.terms, missed);
    picker.title = missed === undefined ? undefined : vscode.l10n.t('No entry for “{0}”', missed);
    picker.items = [
      ...group(vscode.l10n.t('Nearest entries'), nearest.map(termItem)),
      ...(typed === '' && first ? group(first.heading, listed(first.terms).map(termItem)) : []),
      ...(typed === '' ? group(vscode.l10n.t('All entries'), all) : found.map(termItem)),
    ];
  };
  update();
  return new Promise((resolve) => {
    picker.onDidChangeValue(update);
    picker.onDidAccept(() => {
      // Enter right after typing is for the list that is shown now, though the editor may still select in the last one.
      const shown = picker.items.filter(({ id }) => id !== undefined);
      const chosen = shown.find(({ id }) => id === picker.selectedItems[0]?.id) ?? shown[0];
      if (!chosen) return;
      resolve(chosen.id);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });

  function listed(terms: readonly TermName[]): readonly ListedTerm[] {
    return terms.flatMap(({ id }) => glossary.terms.find((term) => term.id === id) ?? []);
  }

  function termItem(term: ListedTerm): TermItem {
    const [title, ...others] = titlesOf(term, locale);
    const shown = new Set([title, ...others].map(formKey));
    const aliases = term.written.filter((text) => !shown.has(formKey(text)));
    return {
      id: term.id,
      label: title,
      description: others.join(' · '),
      ...(aliases.length > 0 && { detail: aliases.join(' · ') }),
      // What is found is decided here: the list's own filter tells `reward_model` from `reward model`.
      alwaysShow: true,
    };
  }
}

function group(heading: string, items: readonly TermItem[]): readonly TermItem[] {
  if (items.length === 0) return [];
  return [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, ...items];
}
