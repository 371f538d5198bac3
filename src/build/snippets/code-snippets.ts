import type { Snippet } from '../../core/snippets/snippet.ts';
import { writeBilingual } from './bilingual.ts';

/** One entry of a VS Code `.code-snippets` file. */
export interface CodeSnippet {
  readonly scope: string;
  readonly prefix: readonly string[];
  readonly description: string;
  readonly isFileTemplate?: true;
  readonly body: readonly string[];
}

/** The contents of a `.code-snippets` file: what the editor lists, by the name it shows. */
export function toCodeSnippets(snippets: readonly Snippet[]): Readonly<Record<string, CodeSnippet>> {
  return Object.fromEntries(
    snippets.map(({ name, scope, prefixes, description, fileTemplate, body }) => [
      writeBilingual(name),
      {
        scope: scope.join(','),
        prefix: prefixes,
        description: writeBilingual(description),
        ...(fileTemplate && { isFileTemplate: true as const }),
        body: body.split('\n'),
      },
    ]),
  );
}
