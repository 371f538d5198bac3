import * as vscode from 'vscode';
import type { Snippet } from '../core/snippets/snippet.ts';

/** Remembers the last editor with text: a panel or a picker that is in use has taken the focus from it. */
export class SnippetTarget implements vscode.Disposable {
  #last = vscode.window.activeTextEditor;
  readonly #listener = vscode.window.onDidChangeActiveTextEditor((editor) => {
    if (editor) this.#last = editor;
  });

  /**
   * The editor a snippet may go into. Where the last one's language is another, or a whole file would land
   * in the middle of one, it is a new file of the snippet's language.
   */
  async editorFor({ scope, fileTemplate }: Snippet): Promise<vscode.TextEditor> {
    const editor = vscode.window.activeTextEditor ?? this.#last;
    const open = editor && vscode.window.visibleTextEditors.includes(editor) ? editor : undefined;
    const fits =
      open && scope.includes(open.document.languageId) && !(fileTemplate && open.document.getText().trim());
    if (open && fits && open === vscode.window.activeTextEditor) return open;
    if (open && fits) return vscode.window.showTextDocument(open.document, open.viewColumn);
    const document = await vscode.workspace.openTextDocument({ language: scope[0] ?? 'typescript' });
    return vscode.window.showTextDocument(document, open?.viewColumn);
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
