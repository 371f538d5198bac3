import * as vscode from 'vscode';
import { Glossary, GlossaryError, type GlossaryFiles } from '../core/glossary/glossary.ts';
import { readBundledBytes, readBundledFile } from './bundled-file.ts';

/** The glossary that ships with the extension; read at the first use. */
export class BundledGlossary {
  readonly #files: GlossaryFiles;
  #glossary: Promise<Glossary> | undefined;
  readonly #reported = new Set<string>();

  constructor(extensionUri: vscode.Uri) {
    this.#files = {
      readIndex: () => readBundledFile(extensionUri, 'glossary', 'index.json'),
      readForms: () => readBundledBytes(extensionUri, 'glossary', 'forms.bin'),
      readGlyphs: () => readBundledFile(extensionUri, 'glossary', 'glyphs.json'),
      readEntry: (id) => readBundledFile(extensionUri, 'glossary', 'entries', `${id}.json`),
    };
  }

  /**
   * Runs `use` with the glossary. A glossary that is missing or damaged is reported, each fault once a session,
   * and gives `undefined`; every other error is the caller's.
   */
  async use<T>(use: (glossary: Glossary) => T | Promise<T>): Promise<T | undefined> {
    try {
      return await use(await this.#load());
    } catch (error) {
      if (!(error instanceof GlossaryError)) throw error;
      this.#report(error);
      return undefined;
    }
  }

  #load(): Promise<Glossary> {
    if (!this.#glossary) {
      this.#glossary = Glossary.load(this.#files);
      // A failure is not remembered: the files may be there the next time.
      this.#glossary.catch(() => (this.#glossary = undefined));
    }
    return this.#glossary;
  }

  #report(error: GlossaryError): void {
    if (this.#reported.has(error.message)) return;
    this.#reported.add(error.message);
    console.error('AI Term Lookup:', error, error.cause ?? '');
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'AI Term Lookup cannot read its glossary: {0}. Reinstall the extension, then reload the window.',
        error.message,
      ),
    );
  }
}
