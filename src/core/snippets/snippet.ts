import type { Localized } from '../glossary/locale.ts';

/** A package a snippet imports. */
export interface SnippetPackage {
  readonly name: string;
  /** The one the tests install, for example `0.35.5`; absent where they install none. */
  readonly version?: string;
  /** Whether only the compiler needs it. */
  readonly dev?: true;
}

/** Where packages are installed from. */
export type Registry = 'npm' | 'pypi';

/** A program the editor can insert, with the places to fill in. Compiled by the build. */
export interface Snippet {
  /** The name of its file, and its first prefix; shared by the same program in TypeScript and in JavaScript. */
  readonly id: string;
  /** What one types to get it. */
  readonly prefixes: readonly [string, ...string[]];
  readonly name: Localized;
  readonly description: Localized;
  /** Ids of terms it is an example of. */
  readonly terms: readonly string[];
  readonly packages: readonly SnippetPackage[];
  readonly registry: Registry;
  /** Ids of VS Code languages; a new file gets the first. */
  readonly scope: readonly [string, ...string[]];
  /** Of its file's name: `.ts`. */
  readonly extension: string;
  /** Whether it is a whole file rather than a part of one. */
  readonly fileTemplate: boolean;
  /** In VS Code's snippet syntax, indented with tabs. */
  readonly body: string;
  /** What `body` expands to when nothing is filled in, indented as its language's programs are. */
  readonly source: string;
}
