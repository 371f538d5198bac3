import * as vscode from 'vscode';
import type { Glossary } from '../core/glossary/glossary.ts';
import { UNDISPUTED } from '../core/recognition/evidence.ts';
import type { BundledGlossary } from './bundled-glossary.ts';
import type { DocumentContexts } from './document-contexts.ts';
import type { EntryPanel } from './entry-panel.ts';
import { registerCommand } from './register-command.ts';
import { pickTerm, type TermSearch } from './term-picker.ts';

/** A longer selection is a passage, not a word to look up. */
const LONGEST_WORD = 80;

/** How much of a passage is searched for terms, in UTF-16 units. */
const LONGEST_PASSAGE = 20_000;

/** Opens an entry: of the term named, at the cursor, in the selection, or found by a search. */
export function registerExplainTerm(
  bundled: BundledGlossary,
  contexts: DocumentContexts,
  panel: EntryPanel,
): vscode.Disposable {
  return registerCommand('aiTerms.explainTerm', async (named) => {
    const id = await bundled.use(async (glossary) => {
      const lookup =
        typeof named === 'string' ? lookUpId(glossary, named) : await lookUpEditor(glossary, contexts);
      return typeof lookup === 'string' ? lookup : pickTerm(glossary, lookup);
    });
    if (id !== undefined) await panel.show(id);
  });
}

function lookUpId(glossary: Glossary, id: string): string | TermSearch {
  return glossary.term(id)?.id ?? { unknown: id };
}

/** The id of the one term meant, or what a search should begin with. */
async function lookUpEditor(glossary: Glossary, contexts: DocumentContexts): Promise<string | TermSearch> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return {};
  const { document, selection } = editor;
  return selection.isEmpty
    ? lookUpCursor(glossary, contexts, document, selection.active)
    : lookUpText(glossary, document.getText(selection));
}

async function lookUpCursor(
  glossary: Glossary,
  contexts: DocumentContexts,
  document: vscode.TextDocument,
  cursor: vscode.Position,
): Promise<string | TermSearch> {
  const { recogniser } = glossary;
  const { text } = document.lineAt(cursor.line);
  const context = (await contexts.of(document, recogniser))?.(cursor.line);
  // What is around ranks the senses, but who asks about a word is answered whatever is around.
  const [here] = [context, UNDISPUTED].flatMap((asked) =>
    asked ? recogniser.atCursor(text, cursor.character, asked) : [],
  );
  if (here) return here.terms.length === 1 ? here.terms[0] : search(glossary, here.terms);
  const word = document.getWordRangeAtPosition(cursor);
  return word?.isSingleLine ? lookUpText(glossary, document.getText(word)) : {};
}

function lookUpText(glossary: Glossary, selected: string): string | TermSearch {
  const text = selected.slice(0, LONGEST_PASSAGE).trim();
  const ids = [...new Set(glossary.recogniser.scan(text).flatMap(({ terms }) => terms))];
  if (ids.length === 1 && ids[0]) return ids[0];
  if (ids.length > 1) return search(glossary, ids);
  return text && text.length <= LONGEST_WORD ? { unknown: text } : {};
}

function search(glossary: Glossary, ids: readonly string[]): TermSearch {
  return { first: { heading: vscode.l10n.t('Found here'), terms: glossary.termsOf(ids) } };
}
