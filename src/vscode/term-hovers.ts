import * as vscode from 'vscode';
import { CARD_COMMANDS, renderCard } from '../core/cards/card.ts';
import type { Glossary } from '../core/glossary/glossary.ts';
import type { Match } from '../core/recognition/match.ts';
import type { BundledGlossary } from './bundled-glossary.ts';
import type { DocumentContexts } from './document-contexts.ts';
import { hoversWanted, readerLocale } from './settings.ts';

/** Shows a term's card where the pointer rests, in documents of every language and scheme. */
export function registerTermHovers(bundled: BundledGlossary, contexts: DocumentContexts): vscode.Disposable {
  return vscode.languages.registerHoverProvider([{ scheme: '*' }], {
    async provideHover(document, position, token) {
      if (!hoversWanted(document)) return undefined;
      // Read before anything is awaited: the document may have changed after that.
      const line = document.lineAt(position.line).text;
      return bundled.use(async (glossary) => {
        const { recogniser } = glossary;
        const contextAt = await contexts.of(document, recogniser);
        if (!contextAt || token.isCancellationRequested) return undefined;
        const matches = recogniser.at(line, position.character, contextAt(position.line));
        return hoverOf(glossary, matches, document.uri, position, token);
      });
    },
  });
}

async function hoverOf(
  glossary: Glossary,
  [here, ...others]: readonly Match[],
  uri: vscode.Uri,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  if (!here) return undefined;
  const [likeliest, ...otherSenses] = here.terms;
  const entry = await glossary.entry(likeliest);
  if (token.isCancellationRequested) return undefined;
  const named = new Set([likeliest, ...otherSenses]);
  const alsoHere = [...new Set(others.map(({ terms }) => terms[0]))].filter((id) => !named.has(id));
  const { line, character } = position;
  const card = new vscode.MarkdownString(
    renderCard({
      entry,
      topic: glossary.topicOf(entry).name,
      locale: readerLocale(),
      colour: textColour(),
      related: glossary.termsOf(entry.related),
      otherSenses: glossary.termsOf(otherSenses),
      alsoHere: glossary.termsOf(alsoHere),
      at: { uri: uri.toString(), line, character },
    }),
    true,
  );
  card.isTrusted = { enabledCommands: CARD_COMMANDS };
  return new vscode.Hover(card, new vscode.Range(line, here.start, line, here.end));
}

/** The colour of text in hovers, near enough: a theme's own colours cannot be read by an extension. */
function textColour(): string {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return '#3b3b3b';
    case vscode.ColorThemeKind.HighContrastLight:
      return '#000000';
    case vscode.ColorThemeKind.HighContrast:
      return '#ffffff';
    default:
      return '#cccccc';
  }
}
