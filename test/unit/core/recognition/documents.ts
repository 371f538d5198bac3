import {
  DocumentEvidence,
  type Lines,
  type ReaderContext,
} from '../../../../src/core/recognition/document-evidence.ts';
import type { Context } from '../../../../src/core/recognition/evidence.ts';
import type { Recogniser } from '../../../../src/core/recognition/recogniser.ts';

/** The lines of a text that a test may change. */
export class TextLines implements Lines {
  readonly lines: string[];

  constructor(text: string) {
    this.lines = text.split('\n');
  }

  get count(): number {
    return this.lines.length;
  }

  text(line: number): string {
    return this.lines[line] as string;
  }
}

/** A reader who has changed nothing. */
export const READER: ReaderContext = {
  sensitivity: 'balanced',
  isMuted: () => false,
  isWanted: () => true,
  place: () => 'code',
};

/** What is around a line of a text: the last line unless another is named. */
export function contextIn(
  text: string,
  recogniser: Recogniser,
  { line, path, ...reader }: Partial<ReaderContext> & { line?: number; path?: string } = {},
): Context {
  const lines = new TextLines(text);
  return new DocumentEvidence(recogniser, lines, path).at(line ?? lines.count - 1, { ...READER, ...reader });
}

/** What is explained in a line of a document: `id[surface]` from left to right; the last line unless another is named. */
export function explainedIn(
  text: string,
  recogniser: Recogniser,
  options: Parameters<typeof contextIn>[2] = {},
): string {
  const lines = text.split('\n');
  const line = lines[options.line ?? lines.length - 1] ?? '';
  return recogniser
    .scan(line, contextIn(text, recogniser, options))
    .map(({ terms, start, end }) => `${terms.join('|')}[${line.slice(start, end)}]`)
    .join(' ');
}
