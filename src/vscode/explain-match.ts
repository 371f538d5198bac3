import * as vscode from 'vscode';
import { reasonFor } from '../core/cards/reasons.ts';
import { titlesOf } from '../core/cards/title.ts';
import type { Glossary } from '../core/glossary/glossary.ts';
import type { Judgement } from '../core/recognition/match.ts';
import type { BundledGlossary } from './bundled-glossary.ts';
import type { DocumentPlace } from './commands.ts';
import type { DocumentContexts } from './document-contexts.ts';
import type { EntryPanel } from './entry-panel.ts';
import { registerCommand } from './register-command.ts';
import { muteForm, readerLocale, type MuteScope } from './settings.ts';

type Item = vscode.QuickPickItem & { readonly run?: () => unknown };

/** Tells why a word is explained, or why not, and lets the reader mute it or open the entry of any sense. */
export function registerExplainMatch(
  bundled: BundledGlossary,
  contexts: DocumentContexts,
  panel: EntryPanel,
): vscode.Disposable {
  return registerCommand('aiTerms.explainMatch', async (at) => {
    const place = await placeOf(at);
    if (!place) return;
    const { document, position } = place;
    const items = await bundled.use(async (glossary) => {
      const contextAt = await contexts.of(document, glossary.recogniser);
      if (!contextAt) return undefined;
      const { text } = document.lineAt(position.line);
      const judgements = glossary.recogniser.judge(text, position.character, contextAt(position.line));
      return [...senses(glossary, judgements, panel), ...muting(judgements[0], document)];
    });
    if (!items) return;
    const chosen = await vscode.window.showQuickPick<Item>(
      items.length > 0
        ? items
        : [{ label: vscode.l10n.t('The glossary has no term that is written like this.') }],
      { title: vscode.l10n.t('Why is this explained, or why not?') },
    );
    await chosen?.run?.();
  });
}

async function placeOf(
  at: DocumentPlace | undefined,
): Promise<{ document: vscode.TextDocument; position: vscode.Position } | undefined> {
  if (!at) {
    const editor = vscode.window.activeTextEditor;
    return editor && { document: editor.document, position: editor.selection.active };
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(at.uri, true));
  return { document, position: document.validatePosition(new vscode.Position(at.line, at.character)) };
}

/** Each sense with its reason; choosing one opens its entry. */
function senses(glossary: Glossary, judgements: readonly Judgement[], panel: EntryPanel): readonly Item[] {
  const locale = readerLocale();
  return judgements.flatMap((judgement) => {
    const { id } = judgement.term;
    const term = glossary.term(id);
    if (!term) return [];
    const [title, ...others] = titlesOf(term, locale);
    return {
      label: `$(${judgement.ruling.verdict === 'shown' ? 'check' : 'circle-slash'}) ${title}`,
      description: others.join(' · '),
      detail: reasonFor(judgement, locale, (other) => glossary.term(other)),
      run: () => panel.show(id),
    };
  });
}

/** The ways to mute the form that is explained; none where none is. */
function muting(judgement: Judgement | undefined, document: vscode.TextDocument): readonly Item[] {
  if (judgement?.ruling.verdict !== 'shown') return [];
  const { text } = judgement.form;
  const scopes: readonly (readonly [MuteScope, string])[] = [
    ['user', vscode.l10n.t('Never explain “{0}”', text)],
    ...(vscode.workspace.workspaceFolders
      ? [['workspace', vscode.l10n.t('Never explain “{0}” in this workspace', text)] as const]
      : []),
    [
      'language',
      vscode.l10n.t('Never explain “{0}” in files of the language {1}', text, document.languageId),
    ],
  ];
  return [
    { label: vscode.l10n.t('Mute'), kind: vscode.QuickPickItemKind.Separator },
    ...scopes.map(([scope, label]) => ({
      label: `$(mute) ${label}`,
      run: () => mute(text, scope, document),
    })),
  ];
}

async function mute(text: string, scope: MuteScope, document: vscode.TextDocument): Promise<void> {
  const unmute = await muteForm(text, scope, document);
  const undo = vscode.l10n.t('Undo');
  const message = vscode.l10n.t(
    '“{0}” is not explained any more. The setting aiTerms.muted holds the list.',
    text,
  );
  if ((await vscode.window.showInformationMessage(message, undo)) === undo) await unmute();
}
