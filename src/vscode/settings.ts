import * as vscode from 'vscode';
import { PLACES, type Place } from '../core/glossary/form.ts';
import { LOCALES, localeFor, type Locale } from '../core/glossary/locale.ts';
import { SENSITIVITIES, type Sensitivity } from '../core/recognition/evidence.ts';
import { formKey } from '../core/recognition/form-key.ts';

const SECTION = 'aiTerms';

/** The language cards and entries are shown in: the reader's choice, or the editor's own language. */
export function readerLocale(): Locale {
  const chosen = vscode.workspace.getConfiguration(SECTION).get<string>('language', 'auto');
  return LOCALES.find((locale) => locale === chosen) ?? localeFor(vscode.env.language);
}

/** What a reader has chosen for a document. */
export interface DocumentSettings {
  readonly sensitivity: Sensitivity;
  isWanted(place: Place): boolean;
  isMuted(key: string): boolean;
}

/** Whether terms are explained in a document at all. */
export function cardsWanted(document: vscode.TextDocument): boolean {
  const globs = settingsOf(document).get<Record<string, unknown>>('exclude', {});
  return !Object.entries(globs).some(
    ([pattern, on]) => on === true && vscode.languages.match({ pattern }, document) > 0,
  );
}

/** Whether hovers are wanted in a document. */
export function hoversWanted(document: vscode.TextDocument): boolean {
  return settingsOf(document).get<boolean>('hover.enabled', true) && cardsWanted(document);
}

/** Which uses of a term are underlined. */
export type Highlight = 'none' | 'first' | 'all';

export function highlightOf(document: vscode.TextDocument): Highlight {
  const chosen = settingsOf(document).get<string>('highlight', 'none');
  return chosen === 'first' || chosen === 'all' ? chosen : 'none';
}

export function documentSettings(document: vscode.TextDocument): DocumentSettings {
  const settings = settingsOf(document);
  const places = settings.get<Partial<Record<Place, boolean>>>('places', {});
  const unwanted = new Set(PLACES.filter((place) => places[place] === false));
  const muted = new Set(mutedForms(settings).map(formKey));
  const sensitivity = settings.get<string>('sensitivity', 'balanced');
  return {
    sensitivity: SENSITIVITIES.find((known) => known === sensitivity) ?? 'balanced',
    isWanted: (place) => !unwanted.has(place),
    isMuted: (key) => muted.has(key),
  };
}

/** Where a form is muted. */
export type MuteScope = 'user' | 'workspace' | 'language';

/** Adds a form to those never explained, in one scope; resolves with what takes it out again. */
export async function muteForm(
  text: string,
  scope: MuteScope,
  document: vscode.TextDocument,
): Promise<() => Thenable<void>> {
  const settings = settingsOf(document);
  const inspected = settings.inspect<readonly string[]>('muted');
  const before =
    scope === 'user'
      ? inspected?.globalValue
      : scope === 'workspace'
        ? inspected?.workspaceValue
        : inspected?.globalLanguageValue;
  const target =
    scope === 'workspace' ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  const update = (value: readonly string[] | undefined) =>
    settings.update('muted', value, target, scope === 'language');
  await update([...(before ?? []), text]);
  return () => update(before);
}

/** What is muted in any scope: a setting nearer to the document adds to those farther away. */
function mutedForms(settings: vscode.WorkspaceConfiguration): readonly string[] {
  const inspected = settings.inspect<unknown>('muted');
  return [
    inspected?.globalValue,
    inspected?.workspaceValue,
    inspected?.workspaceFolderValue,
    inspected?.globalLanguageValue,
    inspected?.workspaceLanguageValue,
    inspected?.workspaceFolderLanguageValue,
  ]
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []))
    .filter((value) => typeof value === 'string');
}

function settingsOf(document: vscode.TextDocument): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION, document);
}
