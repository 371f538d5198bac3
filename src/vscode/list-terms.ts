import * as vscode from 'vscode';
import { titlesOf } from '../core/cards/title.ts';
import type { Glossary } from '../core/glossary/glossary.ts';
import { matchesIn, termsOf, type DocumentTerm } from '../core/recognition/document-terms.ts';
import type { BundledGlossary } from './bundled-glossary.ts';
import { linesOf, type DocumentContexts } from './document-contexts.ts';
import type { EntryPanel } from './entry-panel.ts';
import { registerCommand } from './register-command.ts';
import { readerLocale } from './settings.ts';

/** Lists the terms of the active editor's document; choosing one shows where it first stands, and its entry. */
export function registerListTerms(
  bundled: BundledGlossary,
  contexts: DocumentContexts,
  panel: EntryPanel,
): vscode.Disposable {
  return registerCommand('aiTerms.listTerms', async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document } = editor;
    const items = await bundled.use(async (glossary) => {
      const contextAt = await contexts.of(document, glossary.recogniser);
      if (!contextAt) return [];
      const terms = termsOf(matchesIn(linesOf(document), glossary.recogniser, contextAt));
      return terms.flatMap((term) => itemOf(glossary, term) ?? []);
    });
    if (!items) return;
    if (items.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('No term of the glossary stands in this file.'),
      );
      return;
    }
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Terms in this file: {0}', items.length),
      matchOnDescription: true,
    });
    if (!chosen) return;
    const { line, start, end } = chosen.first;
    const range = new vscode.Range(line, start, line, end);
    const shown = await vscode.window.showTextDocument(document, editor.viewColumn);
    shown.selection = new vscode.Selection(range.start, range.end);
    shown.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    await panel.show(chosen.id);
  });
}

function itemOf(
  glossary: Glossary,
  { id, count, first }: DocumentTerm,
): (vscode.QuickPickItem & Pick<DocumentTerm, 'id' | 'first'>) | undefined {
  const term = glossary.term(id);
  if (!term) return undefined;
  const [title, ...others] = titlesOf(term, readerLocale());
  const where = vscode.l10n.t('line {0} · {1}×', first.line + 1, count);
  return { id, first, label: title, description: [...others, where].join(' · ') };
}
