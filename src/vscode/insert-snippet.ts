import * as vscode from 'vscode';
import type { BundledGlossary } from './bundled-glossary.ts';
import type { BundledSnippets } from './bundled-snippets.ts';
import { snippetsFor } from '../core/snippets/for-language.ts';
import { snippetsOf } from '../core/snippets/of-term.ts';
import { offerPackages } from './offer-packages.ts';
import { registerCommand } from './register-command.ts';
import { readerLocale } from './settings.ts';
import { pickSnippet } from './snippet-picker.ts';
import { SnippetPreview } from './snippet-preview.ts';
import { SnippetTarget } from './snippet-target.ts';

/** Inserts a snippet: the one named, one of a term's, or one found by a search. */
export function registerInsertSnippet(
  bundled: BundledSnippets,
  glossary: BundledGlossary,
): vscode.Disposable {
  const preview = new SnippetPreview();
  const target = new SnippetTarget();
  const command = registerCommand('aiTerms.insertSnippet', async (which) => {
    const all = snippetsFor(target.language, await bundled.all());
    if (all.length === 0) return;
    const named = all.find(({ id }) => id === which?.snippet);
    const ofTerm = which?.term === undefined ? [] : snippetsOf(which.term, all);
    const terms = await glossary.use((loaded) => loaded);
    const snippet = named ?? (await pickSnippet(ofTerm.length > 0 ? ofTerm : all, terms, preview));
    if (!snippet) return;
    const place = await target.placeFor(snippet);
    const { editor } = place;
    if ('present' in place) {
      editor.selection = new vscode.Selection(place.present.start, place.present.end);
      editor.revealRange(place.present);
      void vscode.window.showInformationMessage(
        vscode.l10n.t('“{0}” is in this file already.', snippet.name[readerLocale()]),
      );
      return;
    }
    // Nothing goes into a document that is read-only.
    if (!(await editor.insertSnippet(new vscode.SnippetString(place.body)))) return;
    // The message stays until it is answered; the command is done.
    void offerPackages(snippet, editor.document);
  });
  return vscode.Disposable.from(preview, target, command);
}
