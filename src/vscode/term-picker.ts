import * as vscode from 'vscode';
import { titlesOf } from '../core/cards/title.ts';
import type { Term } from '../core/glossary/entry.ts';
import type { Glossary } from '../core/glossary/glossary.ts';
import { nearestTerms } from '../core/glossary/nearest.ts';
import { formKey } from '../core/recognition/form-key.ts';
import { readerLocale } from './settings.ts';

/** What the search begins with. */
export interface TermSearch {
  /** Terms to offer first, under a heading. */
  readonly first?: { readonly heading: string; readonly terms: readonly Term[] };
  /** A word that was looked up in vain: the search says so and offers the nearest entries. */
  readonly unknown?: string;
}

type TermItem = vscode.QuickPickItem & { readonly id?: string };

/** Lets the reader search all terms; resolves with the id chosen, or `undefined` when the search is left. */
export function pickTerm(glossary: Glossary, { first, unknown }: TermSearch): Promise<string | undefined> {
  const locale = readerLocale();
  const picker = vscode.window.createQuickPick<TermItem>();
  picker.placeholder = vscode.l10n.t('Search by name, abbreviation or alias, in English or Chinese');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  const all = glossary.terms.map((term) => termItem(term));
  const keys = glossary.terms.flatMap((term) => term.forms.map(({ text }) => formKey(text)));
  const opening = unknown ? [] : (first?.terms ?? []);
  const update = () => {
    const typed = picker.value.trim();
    const missed = typed || unknown || '';
    // The list matches letter by letter; a word that is in no form is looked up by likeness instead.
    const known =
      missed === '' || (typed === '' && !unknown) || keys.some((key) => key.includes(formKey(missed)));
    picker.title = known ? undefined : vscode.l10n.t('No entry for “{0}”', missed);
    const nearest = known ? [] : nearestTerms(glossary.terms, missed);
    picker.items = [
      ...group(first?.heading ?? '', typed ? [] : opening.map((term) => termItem(term))),
      ...group(
        vscode.l10n.t('Nearest entries'),
        nearest.map((term) => termItem(term, true)),
      ),
      ...group(vscode.l10n.t('All entries'), all),
    ];
  };
  update();
  return new Promise((resolve) => {
    picker.onDidChangeValue(update);
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.id);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });

  function termItem(term: Term, alwaysShow = false): TermItem {
    const [title, ...others] = titlesOf(term, locale);
    const shown = new Set([title, ...others].map(formKey));
    const aliases = term.forms.map(({ text }) => text).filter((text) => !shown.has(formKey(text)));
    return {
      id: term.id,
      label: title,
      description: others.join(' · '),
      ...(aliases.length > 0 && { detail: aliases.join(' · ') }),
      alwaysShow,
    };
  }
}

function group(heading: string, items: readonly TermItem[]): readonly TermItem[] {
  if (items.length === 0) return [];
  return [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, ...items];
}
