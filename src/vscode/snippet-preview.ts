import * as vscode from 'vscode';
import type { Snippet } from '../core/snippets/snippet.ts';

const SCHEME = 'ai-terms-snippet';

/** Shows a snippet's text beside the code, read-only, while the reader chooses. */
export class SnippetPreview implements vscode.Disposable {
  readonly #sources = new Map<string, string>();
  readonly #provider: vscode.Disposable;
  #wanted: string | undefined;

  constructor() {
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => this.#sources.get(uri.path) ?? '',
    });
  }

  async show({ id, extension, source }: Snippet): Promise<void> {
    this.#wanted = id;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${id}${extension}` });
    this.#sources.set(uri.path, source);
    const document = await vscode.workspace.openTextDocument(uri);
    // The reader may have moved on, or left, while the document was opened.
    if (!this.#isWanted(id)) return;
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
    // Another snippet's preview has taken this one's place; only a reader who left wants none.
    if (this.#isWanted(undefined)) await closeTabs();
  }

  #isWanted(id: string | undefined): boolean {
    return this.#wanted === id;
  }

  async close(): Promise<void> {
    this.#wanted = undefined;
    await closeTabs();
  }

  dispose(): void {
    this.#provider.dispose();
  }
}

async function closeTabs(): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(
    tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME),
    true,
  );
}
