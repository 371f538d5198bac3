import * as vscode from 'vscode';
import { CARD_COMMANDS, renderCard } from '../core/cards/card.ts';
import type { Glossary } from '../core/glossary/glossary.ts';
import type { Match } from '../core/recognition/match.ts';
import type { BundledGlossary } from './bundled-glossary.ts';
import { DocumentEvidence } from './document-evidence.ts';
import { hoversEnabled, readerLocale } from './settings.ts';

/** Shows a term's card where the pointer rests, in documents of every language and scheme. */
export function registerTermHovers(bundled: BundledGlossary): vscode.Disposable {
  const evidence = new DocumentEvidence();
  return vscode.languages.registerHoverProvider([{ scheme: '*' }], {
    async provideHover(document, position, token) {
      if (!hoversEnabled(document)) return undefined;
      // Read before anything is awaited: the document may have changed after that.
      const line = document.lineAt(position.line).text;
      return bundled.use((glossary) => {
        if (token.isCancellationRequested) return undefined;
        const { recogniser } = glossary;
        const matches = recogniser.at(line, position.character, () =>
          evidence.speaksOfAi(document, recogniser),
        );
        return hoverOf(glossary, matches, position.line, token);
      });
    },
  });
}

async function hoverOf(
  glossary: Glossary,
  [here, ...others]: readonly Match[],
  line: number,
  token: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  if (!here) return undefined;
  const [likeliest, ...otherSenses] = here.terms;
  const entry = await glossary.entry(likeliest);
  if (token.isCancellationRequested) return undefined;
  const named = new Set([likeliest, ...otherSenses]);
  const alsoHere = [...new Set(others.map(({ terms }) => terms[0]))].filter((id) => !named.has(id));
  const card = new vscode.MarkdownString(
    renderCard({
      entry,
      topic: glossary.topicName(entry),
      locale: readerLocale(),
      colour: textColour(),
      related: glossary.termsOf(entry.related),
      otherSenses: glossary.termsOf(otherSenses),
      alsoHere: glossary.termsOf(alsoHere),
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
