import type { Problem } from '../problem.ts';
import type { Section, SourceFile } from './source-file.ts';

/** What the rules may compare one entry with. */
export interface Library {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly topics: ReadonlySet<string>;
}

/** Judges one entry; every rule has a failing fixture in test/unit/build/glossary. */
export type Rule = (file: SourceFile, library: Library) => Iterable<Problem>;

/** A problem at a key of the front matter. */
export function atKey(
  file: SourceFile,
  key: readonly (string | number)[],
  message: string,
  remedy: string,
): Problem {
  return { file: file.path, line: file.lineOf(key), message, remedy };
}

/** A problem of a section as a whole. */
export function atSection(file: SourceFile, section: Section, message: string, remedy: string): Problem {
  return { file: file.path, line: section.line, message, remedy };
}

/** A problem at a line of a section, counted from the section's first. */
export function atLine(
  file: SourceFile,
  section: Section,
  line: number,
  message: string,
  remedy: string,
): Problem {
  return { file: file.path, line: section.firstLine + line, message, remedy };
}

/** The strings of a list in the front matter; empty where there is none. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
