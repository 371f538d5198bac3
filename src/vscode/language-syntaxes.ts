import stripJsonComments from 'strip-json-comments';
import * as vscode from 'vscode';
import {
  syntaxOf,
  type LanguageConfiguration,
  type LanguageSyntax,
} from '../core/recognition/language-syntax.ts';

interface ContributedLanguage {
  readonly id?: unknown;
  readonly configuration?: unknown;
}

/** The syntax of every installed language, read from the configuration file its extension ships, at the first use. */
export class LanguageSyntaxes implements vscode.Disposable {
  readonly #syntaxes = new Map<string, Promise<LanguageSyntax>>();
  readonly #installed: vscode.Disposable;

  constructor() {
    this.#installed = vscode.extensions.onDidChange(() => this.#syntaxes.clear());
  }

  /** Never rejects: a language without a configuration that can be read is taken as it usually is. */
  of(languageId: string): Promise<LanguageSyntax> {
    let syntax = this.#syntaxes.get(languageId);
    if (!syntax) {
      syntax = configurationOf(languageId).then((configuration) => syntaxOf(languageId, configuration));
      this.#syntaxes.set(languageId, syntax);
    }
    return syntax;
  }

  dispose(): void {
    this.#installed.dispose();
  }
}

async function configurationOf(languageId: string): Promise<LanguageConfiguration | undefined> {
  for (const extension of vscode.extensions.all) {
    const { contributes } = extension.packageJSON as {
      contributes?: { languages?: readonly ContributedLanguage[] };
    };
    for (const { id, configuration } of contributes?.languages ?? []) {
      if (id !== languageId || typeof configuration !== 'string') continue;
      try {
        const file = vscode.Uri.joinPath(extension.extensionUri, configuration);
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
        return JSON.parse(stripJsonComments(text, { trailingCommas: true })) as LanguageConfiguration;
      } catch (error) {
        console.warn(
          `AI Term Lookup: the configuration of the language ${languageId} cannot be read:`,
          error,
        );
      }
    }
  }
  return undefined;
}
