// The extension's entry, bundled once for Node and once for the web worker host.
import * as vscode from 'vscode';
import { BundledGlossary } from './vscode/bundled-glossary.ts';
import { BundledSnippets } from './vscode/bundled-snippets.ts';
import { DocumentContexts } from './vscode/document-contexts.ts';
import { EntryPanel } from './vscode/entry-panel.ts';
import { registerExplainMatch } from './vscode/explain-match.ts';
import { registerExplainTerm } from './vscode/explain-term.ts';
import { registerInsertSnippet } from './vscode/insert-snippet.ts';
import { LanguageSyntaxes } from './vscode/language-syntaxes.ts';
import { registerListTerms } from './vscode/list-terms.ts';
import { registerTermHighlights } from './vscode/term-highlights.ts';
import { registerTermHovers } from './vscode/term-hovers.ts';

export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const glossary = new BundledGlossary(extensionUri);
  const snippets = new BundledSnippets(extensionUri);
  const entries = new EntryPanel(extensionUri, glossary, snippets);
  const syntaxes = new LanguageSyntaxes();
  const contexts = new DocumentContexts(syntaxes);
  subscriptions.push(
    entries,
    syntaxes,
    contexts,
    registerTermHovers(glossary, contexts),
    registerTermHighlights(glossary, contexts),
    registerListTerms(glossary, contexts, entries),
    registerExplainTerm(glossary, contexts, entries),
    registerExplainMatch(glossary, contexts, entries),
    registerInsertSnippet(snippets, glossary),
  );
}
