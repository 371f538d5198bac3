import * as vscode from 'vscode';

/** A card of the extension under test: its Markdown and its range. */
export interface ShownCard {
  readonly markdown: string;
  readonly firstLine: string;
  readonly range: vscode.Range | undefined;
}

/** The extension's cards at a position; other extensions' hovers are left out. */
export async function cardsAt(
  document: vscode.TextDocument,
  line: number,
  character: number,
): Promise<readonly ShownCard[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new vscode.Position(line, character),
  );
  return hovers
    .map(({ contents, range }) => {
      const markdown = contents
        .map((content) => (typeof content === 'string' ? content : content.value))
        .join('\n');
      return { markdown, firstLine: markdown.split('\n')[0] ?? '', range };
    })
    .filter(({ markdown }) => markdown.includes('command:aiTerms.explainTerm'));
}

/** The text a card says it is about. */
export function surfaceOf({ range }: ShownCard, document: vscode.TextDocument): string | undefined {
  return range && document.getText(range);
}

/** Opens a text in an editor's memory. */
export function openText(content: string, language = 'plaintext'): Thenable<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ content, language });
}
