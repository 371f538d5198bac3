import * as vscode from 'vscode';
import { speaksOfAi } from '../core/recognition/evidence.ts';
import type { Recogniser } from '../core/recognition/recogniser.ts';

/** Knows of each document, until it changes, whether it speaks of AI; the cells of a notebook are one text. */
export class DocumentEvidence {
  readonly #known = new WeakMap<object, { readonly version: number; readonly speaks: boolean }>();

  speaksOfAi(document: vscode.TextDocument, recogniser: Recogniser): boolean {
    const whole = notebookOf(document) ?? document;
    const known = this.#known.get(whole);
    if (known?.version === whole.version) return known.speaks;
    const speaks = speaksOfAi(textOf(whole), recogniser);
    this.#known.set(whole, { version: whole.version, speaks });
    return speaks;
  }
}

function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}

function textOf(whole: vscode.TextDocument | vscode.NotebookDocument): string {
  if ('getText' in whole) return whole.getText();
  return whole
    .getCells()
    .map((cell) => cell.document.getText())
    .join('\n');
}
