import type { Problem } from '../problem.ts';
import type { SnippetFile } from './snippet-file.ts';

/** What the rules may compare one snippet with. */
export interface Collection {
  readonly files: readonly SnippetFile[];
  /** The packages snippets are tested with, from `snippets/package.json`: name to exact version. */
  readonly packages: ReadonlyMap<string, string>;
  /** The ids of the glossary; undefined where it was not compiled. */
  readonly glossary?: ReadonlySet<string> | undefined;
}

/** Judges one snippet; every rule has failing fixtures in test/unit/snippets. */
export type Rule = (file: SnippetFile, collection: Collection) => Iterable<Problem>;

/** A problem on a line of the file, 1-based. */
export function atLine(file: SnippetFile, line: number, message: string, remedy: string): Problem {
  return { file: file.path, line, message, remedy };
}
