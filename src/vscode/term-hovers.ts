import * as vscode from 'vscode';
import { CARD_COMMANDS, renderCard } from '../core/cards/card.ts';
import type { Glossary } from '../core/glossary/glossary.ts';
import type { BundledGlossary } from './bundled-glossary.ts';
import { hoversEnabled, readerLocale } from './settings.ts';

/** Shows a term's card where the pointer rests, in documents of every language and scheme. */
export function registerTermHovers(bundled: BundledGlossary): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    // A selector of '*' alone leaves out documents whose scheme is not a file's.
    [{ scheme: '*' }],
    {
      async provideHover(document, position, token) {
        if (!hoversEnabled(document)) return undefined;
        const line = document.lineAt(position.line).text;
        return bundled.use((glossary) => hoverAt(glossary, line, position, token));
      },
    },
  );
}

async function hoverAt(
  glossary: Glossary,
  line: string,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<vscode.Hover | undefined> {
  const [here, ...others] = glossary.recogniser.at(line, position.character);
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
  return new vscode.Hover(card, new vscode.Range(position.line, here.start, position.line, here.end));
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
