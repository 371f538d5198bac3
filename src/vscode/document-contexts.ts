import * as vscode from 'vscode';
import { DocumentEvidence, type Lines } from '../core/recognition/document-evidence.ts';
import { DocumentPlaces } from '../core/recognition/document-places.ts';
import type { Context } from '../core/recognition/evidence.ts';
import type { Recogniser } from '../core/recognition/recogniser.ts';
import type { LanguageSyntaxes } from './language-syntaxes.ts';
import { documentSettings } from './settings.ts';

/** What is kept of a document while it is open. */
interface Known {
  readonly recogniser: Recogniser;
  readonly evidence: DocumentEvidence;
  /** The first line of the document in its evidence: a notebook's cells are one text. */
  readonly firstLine: number;
  places?: { readonly languageId: string; readonly places: DocumentPlaces };
}

/**
 * Knows of each document what recognition asks of its surroundings, and keeps it as the document changes: an edit
 * costs no more than the lines it touches.
 */
export class DocumentContexts implements vscode.Disposable {
  readonly #syntaxes: LanguageSyntaxes;
  readonly #known = new WeakMap<vscode.TextDocument, Known>();
  readonly #changes: vscode.Disposable;

  constructor(syntaxes: LanguageSyntaxes) {
    this.#syntaxes = syntaxes;
    this.#changes = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
        this.#edit(document, contentChanges),
      ),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.#forget(notebook)),
    );
  }

  /**
   * The surroundings of every line, as long as the document does not change; `undefined` when it changed while its
   * language was being read.
   */
  async of(
    document: vscode.TextDocument,
    recogniser: Recogniser,
  ): Promise<((line: number) => Context) | undefined> {
    const { languageId, version } = document;
    const syntax = await this.#syntaxes.of(languageId);
    if (document.version !== version) return undefined;
    const known = this.#of(document, recogniser);
    if (known.places?.languageId !== languageId) {
      known.places = { languageId, places: new DocumentPlaces(syntax, linesOf(document)) };
    }
    const { places } = known.places;
    const { evidence, firstLine } = known;
    const reader = {
      ...documentSettings(document),
      place: (line: number, offset: number) => places.at(line - firstLine, offset),
    };
    return (line) => evidence.at(line + firstLine, reader);
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #of(document: vscode.TextDocument, recogniser: Recogniser): Known {
    let known = this.#known.get(document);
    if (known?.recogniser !== recogniser) {
      known = { recogniser, ...this.#read(document, recogniser) };
      this.#known.set(document, known);
    }
    return known;
  }

  #read(document: vscode.TextDocument, recogniser: Recogniser): Pick<Known, 'evidence' | 'firstLine'> {
    const path = vscode.workspace.asRelativePath(document.uri, true);
    const notebook = notebookOf(document);
    if (!notebook)
      return { evidence: new DocumentEvidence(recogniser, linesOf(document), path), firstLine: 0 };
    const cells = notebook.getCells().map((cell) => cell.document);
    const firstLine = cells
      .slice(0, cells.indexOf(document))
      .reduce((count, { lineCount }) => count + lineCount, 0);
    return { evidence: new DocumentEvidence(recogniser, linesOfAll(cells), path), firstLine };
  }

  #edit(document: vscode.TextDocument, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const notebook = notebookOf(document);
    if (notebook) return this.#forget(notebook);
    const known = this.#known.get(document);
    if (!known) return;
    // From the end of the document to its beginning, so that no change moves the lines of the next.
    const fromTheEnd = changes.toSorted((a, b) => b.range.start.compareTo(a.range.start));
    for (const { range, text } of fromTheEnd) {
      const inserted = text.split(/\r\n|\r|\n/).length;
      known.evidence.edit(range.start.line, range.end.line - range.start.line + 1, inserted);
      known.places?.places.edit(range.start.line);
    }
  }

  #forget(notebook: vscode.NotebookDocument): void {
    for (const cell of notebook.getCells()) this.#known.delete(cell.document);
  }
}

/** A document's lines, as they are at each time. */
export function linesOf(document: vscode.TextDocument): Lines {
  return {
    get count() {
      return document.lineCount;
    },
    text: (line) => document.lineAt(line).text,
  };
}

/** The lines of several documents, one below the other; none of them may have changed since. */
function linesOfAll(documents: readonly vscode.TextDocument[]): Lines {
  const lines = documents.flatMap((document) => document.getText().split(/\r\n|\r|\n/));
  return { count: lines.length, text: (line) => lines[line] ?? '' };
}

function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}
