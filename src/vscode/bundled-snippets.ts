import * as vscode from 'vscode';
import type { Snippet } from '../core/snippets/snippet.ts';
import { readBundledFile } from './bundled-file.ts';

/** The snippets that ship with the extension; read at the first use. */
export class BundledSnippets {
  readonly #extensionUri: vscode.Uri;
  #snippets: Promise<readonly Snippet[]> | undefined;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  /** All of them; none, with a message to the reader, when they cannot be read. */
  async all(): Promise<readonly Snippet[]> {
    this.#snippets ??= this.#read();
    try {
      return await this.#snippets;
    } catch (error) {
      this.#snippets = undefined;
      console.error('AI Term Lookup:', error);
      void vscode.window.showErrorMessage(
        vscode.l10n.t(
          'AI Term Lookup cannot read its snippets. Reinstall the extension, then reload the window.',
        ),
      );
      return [];
    }
  }

  /** Those of the ids that there are, in the order of the ids. */
  async byIds(ids: readonly string[]): Promise<readonly Snippet[]> {
    if (ids.length === 0) return [];
    const all = await this.all();
    return ids.flatMap((id) => all.find((snippet) => snippet.id === id) ?? []);
  }

  async #read(): Promise<readonly Snippet[]> {
    const text = await readBundledFile(this.#extensionUri, 'snippets', 'catalogue.json');
    const snippets = JSON.parse(text) as unknown;
    if (!Array.isArray(snippets)) throw new TypeError('the catalogue of snippets is no list');
    return snippets as readonly Snippet[];
  }
}
