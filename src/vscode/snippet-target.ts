import * as vscode from 'vscode';
import { mergeInto } from '../core/snippets/merge.ts';
import type { Snippet } from '../core/snippets/snippet.ts';

/** Where a snippet goes: `body` into `editor`, or nowhere when the file has all of it, from the line `present` on. */
export type SnippetPlace =
  | { readonly editor: vscode.TextEditor; readonly body: string }
  | { readonly editor: vscode.TextEditor; readonly present: vscode.Range };

/** Remembers the last editor with text: a panel or a picker that is in use has taken the focus from it. */
export class SnippetTarget implements vscode.Disposable {
  #last = vscode.window.activeTextEditor;
  readonly #listener = vscode.window.onDidChangeActiveTextEditor((editor) => {
    if (editor) this.#last = editor;
  });

  /** The language of the file a snippet would go into; undefined where none is open. */
  get language(): string | undefined {
    return this.#open()?.document.languageId;
  }

  /**
   * The editor a snippet may go into. Where the last one's language is another, a whole file would land in the middle
   * of one, or the two would not compile together, it is a new file of the snippet's language.
   */
  async placeFor(snippet: Snippet): Promise<SnippetPlace> {
    const open = this.#open();
    const text = open?.document.getText() ?? '';
    if (open && snippet.scope.includes(open.document.languageId)) {
      const merge = mergeInto(text, snippet);
      if (merge.kind === 'present') {
        const start = open.document.positionAt(merge.offset);
        return { editor: await show(open), present: open.document.lineAt(start).range };
      }
      const isTooMuch = snippet.fileTemplate && text.trim() !== '';
      if (merge.kind === 'fits' && !isTooMuch) return { editor: await show(open), body: merge.body };
    }
    const document = await vscode.workspace.openTextDocument({ language: snippet.scope[0] });
    return { editor: await vscode.window.showTextDocument(document, open?.viewColumn), body: snippet.body };
  }

  #open(): vscode.TextEditor | undefined {
    const editor = vscode.window.activeTextEditor ?? this.#last;
    return editor && vscode.window.visibleTextEditors.includes(editor) ? editor : undefined;
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

async function show(editor: vscode.TextEditor): Promise<vscode.TextEditor> {
  if (editor === vscode.window.activeTextEditor) return editor;
  return vscode.window.showTextDocument(editor.document, editor.viewColumn);
}
