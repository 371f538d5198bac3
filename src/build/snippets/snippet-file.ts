import type { Problem } from '../problem.ts';
import { languageOf } from './language.ts';

/** One `// key: value` above the region. */
export interface HeaderLine {
  readonly key: string;
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}

/** A snippet's file, split but not yet judged. */
export interface SnippetFile {
  /** Path from the repository's root: `snippets/<language>/<id>.<extension>`. */
  readonly path: string;
  readonly language: string;
  readonly id: string;
  readonly header: readonly HeaderLine[];
  /** The program, without the line break at its end. */
  readonly region: string;
  /** The line of the file on which the region begins, 1-based. */
  readonly regionLine: number;
}

const HEADER_LINE = /^(?:\/\/|#) ([a-z][^:]*): +(.*\S)$/;

/** Splits a snippet's text into its header and its region; `file` is undefined where that cannot be done. */
export function readSnippetFile(
  path: string,
  text: string,
): { file?: SnippetFile; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const problem = (line: number, message: string, remedy: string) =>
    problems.push({ file: path, line, message, remedy });
  const [, language = '', fileName = ''] = path.split('/');
  const { comment, regionComment } = languageOf(language);
  const lines = text.split('\n');
  const start = lines.indexOf(`${regionComment}region snippet`);
  const end = lines.indexOf(`${regionComment}endregion snippet`);
  if (start < 0 || end < start) {
    problem(
      1,
      'the file has no region',
      `put the program between ${regionComment}region snippet and ${regionComment}endregion snippet, each on a line of its own`,
    );
    return { problems };
  }
  const header: HeaderLine[] = [];
  lines.slice(0, start).forEach((content, i) => {
    const [, key, value] = HEADER_LINE.exec(content) ?? [];
    if (key && value) header.push({ key, value, line: i + 1 });
    else if (content)
      problem(
        i + 1,
        'a line above the region that is no header',
        `write ${comment} key: value, or move it into the region`,
      );
  });
  lines.slice(end + 1).forEach((content, i) => {
    if (content)
      problem(
        end + 2 + i,
        'text below the region',
        'move it into the region: what is tested is what is inserted',
      );
  });
  const file: SnippetFile = {
    path,
    language,
    id: fileName.replace(/\.[^.]+$/, ''),
    header,
    region: lines.slice(start + 1, end).join('\n'),
    regionLine: start + 2,
  };
  return { file, problems };
}

/** The header's line for `key`; undefined where there is none. */
export function headerLine(file: SnippetFile, key: string): HeaderLine | undefined {
  return file.header.find((line) => line.key === key);
}

/** The comma-separated values of `key`; empty where there is none. */
export function headerList(file: SnippetFile, key: string): readonly string[] {
  return (
    headerLine(file, key)
      ?.value.split(',')
      .map((item) => item.trim()) ?? []
  );
}

/** The line of the file that holds the region's character at `offset`, 1-based. */
export function lineOfOffset(file: SnippetFile, offset: number): number {
  return file.regionLine + file.region.slice(0, offset).split('\n').length - 1;
}
