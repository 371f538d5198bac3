import * as vscode from 'vscode';
import type { EntryPage, MessageFromPage, MessageToPage } from '../core/cards/entry-page.ts';
import { shortTitleOf } from '../core/cards/title.ts';
import type { BundledGlossary } from './bundled-glossary.ts';
import type { BundledSnippets } from './bundled-snippets.ts';
import type { CommandArguments } from './commands.ts';
import { readerLocale } from './settings.ts';

const VIEW_TYPE = 'aiTerms.entry';

/** Shows entries in one panel beside the code, with a history of its own. */
export class EntryPanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #glossary: BundledGlossary;
  readonly #snippets: BundledSnippets;
  readonly #restorer: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #history: string[] = [];
  #at = -1;

  constructor(extensionUri: vscode.Uri, glossary: BundledGlossary, snippets: BundledSnippets) {
    this.#extensionUri = extensionUri;
    this.#glossary = glossary;
    this.#snippets = snippets;
    this.#restorer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state) => {
        const { id } = (state ?? {}) as { id?: unknown };
        const known = await this.#glossary.use((glossary) => typeof id === 'string' && glossary.term(id));
        if (known) {
          this.#adopt(panel);
          this.#visit(known.id);
        } else {
          panel.dispose();
        }
      },
    });
  }

  /** Opens a term's entry; where it cannot be read the reader is told, and everything stays as it is. */
  async show(id: string): Promise<void> {
    const readable = await this.#glossary.use((glossary) => glossary.entry(id));
    if (!readable) return;
    this.#visit(id);
    if (this.#panel) {
      this.#panel.reveal(undefined, false);
    } else {
      const beside = { viewColumn: vscode.ViewColumn.Beside };
      this.#adopt(vscode.window.createWebviewPanel(VIEW_TYPE, '', beside, {}));
    }
    await this.#render();
  }

  dispose(): void {
    this.#restorer.dispose();
    this.#panel?.dispose();
  }

  #visit(id: string): void {
    if (this.#history[this.#at] === id) return;
    this.#history = [...this.#history.slice(0, this.#at + 1), id];
    this.#at = this.#history.length - 1;
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    const folder = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'webview');
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.webview.onDidReceiveMessage((message: MessageFromPage) => this.#receive(message));
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#history = [];
      this.#at = -1;
    });
    panel.webview.html = pageFrame(panel.webview, folder);
  }

  async #receive(message: MessageFromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        // What was sent while the page was loading is lost.
        return this.#render();
      case 'explain':
        await vscode.commands.executeCommand('aiTerms.explainTerm', message.id);
        return;
      case 'insertSnippet': {
        const which: CommandArguments['aiTerms.insertSnippet'] = [{ snippet: message.id }];
        await vscode.commands.executeCommand('aiTerms.insertSnippet', ...which);
        return;
      }
      case 'back':
      case 'forward': {
        const at = this.#at + (message.type === 'back' ? -1 : 1);
        if (!(at in this.#history)) return;
        this.#at = at;
        return this.#render();
      }
    }
  }

  async #render(): Promise<void> {
    const id = this.#history[this.#at];
    if (id === undefined) return;
    const page = await this.#glossary.use(async (glossary): Promise<EntryPage> => {
      const entry = await glossary.entry(id);
      return {
        entry,
        topic: glossary.topicOf(entry).name,
        topicStart: glossary.topicOf(entry).start,
        locale: readerLocale(),
        related: glossary.termsOf(entry.related),
        confusedWith: glossary.termsOf(entry.confusedWith),
        namedBy: glossary.namedBy(entry),
        snippets: await this.#snippets.byIds(entry.snippets),
        canGoBack: this.#at > 0,
        canGoForward: this.#at < this.#history.length - 1,
      };
    });
    if (!page || !this.#panel || this.#history[this.#at] !== id) return;
    this.#panel.title = shortTitleOf(page.entry, page.locale);
    const message: MessageToPage = { type: 'show', page };
    await this.#panel.webview.postMessage(message);
  }
}

function pageFrame(webview: vscode.Webview, folder: vscode.Uri): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('entry.css')}">
</head>
<body>
<main id="entry" tabindex="-1"></main>
<script nonce="${nonce}" src="${file('entry.js')}"></script>
</body>
</html>`;
}
