import * as vscode from 'vscode';
import { LOCALES, localeFor, type Locale } from '../core/glossary/locale.ts';

/** The language cards and entries are shown in: the reader's choice, or the editor's own language. */
export function readerLocale(): Locale {
  const chosen = vscode.workspace.getConfiguration('aiTerms').get<string>('language', 'auto');
  return LOCALES.find((locale) => locale === chosen) ?? localeFor(vscode.env.language);
}

/** Whether hovers are wanted in a document. */
export function hoversEnabled(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('aiTerms', document).get<boolean>('hover.enabled', true);
}
