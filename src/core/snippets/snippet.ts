import type { Localized } from '../glossary/locale.ts';

/** A package a snippet imports, in the version it was tested with. */
export interface SnippetPackage {
  readonly name: string;
  /** Exact, for example `0.35.5`. */
  readonly version: string;
  /** Whether only the compiler needs it. */
  readonly dev?: true;
}

/** A program the editor can insert, with the places to fill in. Compiled by the build. */
export interface Snippet {
  /** The name of its file, and its first prefix. */
  readonly id: string;
  /** What one types to get it. */
  readonly prefixes: readonly [string, ...string[]];
  readonly name: Localized;
  readonly description: Localized;
  /** Ids of terms it is an example of. */
  readonly terms: readonly string[];
  readonly packages: readonly SnippetPackage[];
  /** Ids of VS Code languages. */
  readonly scope: readonly string[];
  /** Whether it is a whole file rather than a part of one. */
  readonly fileTemplate: boolean;
  /** In VS Code's snippet syntax, indented with tabs. */
  readonly body: string;
  /** What `body` expands to when nothing is filled in, indented with two spaces. */
  readonly source: string;
}
