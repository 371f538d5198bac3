import * as vscode from 'vscode';
import { matchesIn } from '../core/recognition/document-terms.ts';
import type { BundledGlossary } from './bundled-glossary.ts';
import { linesOf, type DocumentContexts } from './document-contexts.ts';
import { cardsWanted, highlightOf } from './settings.ts';

/** How long typing has to rest, in milliseconds. */
const REST = 200;

/** How many lines above what is on the screen are read to tell a term's first use. */
const READ_ABOVE = 2_000;

/**
 * Underlines terms on the screen where the reader wants it: each, or the first use of each. What is read for it is
 * bounded by the screen, whatever the length of the document.
 */
export function registerTermHighlights(
  bundled: BundledGlossary,
  contexts: DocumentContexts,
): vscode.Disposable {
  const underline = vscode.window.createTextEditorDecorationType({
    textDecoration: 'underline dotted',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  const waiting = new Map<vscode.TextEditor, ReturnType<typeof setTimeout>>();
  const later = (editor: vscode.TextEditor) => {
    clearTimeout(waiting.get(editor));
    waiting.set(
      editor,
      setTimeout(() => {
        waiting.delete(editor);
        void mark(editor);
      }, REST),
    );
  };
  const all = () => vscode.window.visibleTextEditors.forEach(later);
  all();
  return vscode.Disposable.from(
    underline,
    vscode.window.onDidChangeVisibleTextEditors(all),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => later(textEditor)),
    vscode.workspace.onDidChangeTextDocument(({ document }) =>
      vscode.window.visibleTextEditors.filter((editor) => editor.document === document).forEach(later),
    ),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('aiTerms') && all()),
    { dispose: () => waiting.forEach(clearTimeout) },
  );

  async function mark(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    const wanted = cardsWanted(document) ? highlightOf(document) : 'none';
    if (wanted === 'none') {
      editor.setDecorations(underline, []);
      return;
    }
    await bundled.use(async ({ recogniser }) => {
      const contextAt = await contexts.of(document, recogniser);
      if (!contextAt) return;
      const seen = new Set<string>();
      const ranges: vscode.Range[] = [];
      for (const visible of editor.visibleRanges) {
        const from = wanted === 'first' ? Math.max(0, visible.start.line - READ_ABOVE) : visible.start.line;
        const to = visible.end.line + 1;
        for (const { line, start, end, terms } of matchesIn(
          linesOf(document),
          recogniser,
          contextAt,
          from,
          to,
        )) {
          const first = !seen.has(terms[0]);
          seen.add(terms[0]);
          if (line >= visible.start.line && (first || wanted === 'all')) {
            ranges.push(new vscode.Range(line, start, line, end));
          }
        }
      }
      editor.setDecorations(underline, ranges);
    });
  }
}
