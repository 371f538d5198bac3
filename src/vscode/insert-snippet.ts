import * as vscode from 'vscode';
import type { BundledGlossary } from './bundled-glossary.ts';
import type { BundledSnippets } from './bundled-snippets.ts';
import { offerPackages } from './offer-packages.ts';
import { registerCommand } from './register-command.ts';
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
    const all = await bundled.all();
    if (all.length === 0) return;
    const named = all.find(({ id }) => id === which?.snippet);
    const ofTerm = all.filter(({ terms }) => which?.term !== undefined && terms.includes(which.term));
    const terms = await glossary.use((loaded) => loaded);
    const snippet = named ?? (await pickSnippet(ofTerm.length > 0 ? ofTerm : all, terms, preview));
    if (!snippet) return;
    const editor = await target.editorFor(snippet);
    // Nothing goes into a document that is read-only.
    if (!(await editor.insertSnippet(new vscode.SnippetString(snippet.body)))) return;
    // The message stays until it is answered; the command is done.
    void offerPackages(snippet, editor.document);
  });
  return vscode.Disposable.from(preview, target, command);
}
