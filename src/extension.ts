// The extension's entry, bundled once for Node and once for the web worker host.
import * as vscode from 'vscode';
import { BundledGlossary } from './vscode/bundled-glossary.ts';
import { BundledSnippets } from './vscode/bundled-snippets.ts';
import { EntryPanel } from './vscode/entry-panel.ts';
import { registerExplainTerm } from './vscode/explain-term.ts';
import { registerInsertSnippet } from './vscode/insert-snippet.ts';
import { registerTermHovers } from './vscode/term-hovers.ts';

export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const glossary = new BundledGlossary(extensionUri);
  const snippets = new BundledSnippets(extensionUri);
  const entries = new EntryPanel(extensionUri, glossary, snippets);
  subscriptions.push(
    entries,
    registerTermHovers(glossary),
    registerExplainTerm(glossary, entries),
    registerInsertSnippet(snippets, glossary),
  );
}
