import type { Registry } from '../../core/snippets/snippet.ts';
import { eraseTypes } from './erase-types.ts';

/** How programs of one folder of `snippets/` are read, and where they are offered. */
export interface Language {
  /** How a comment of one line begins. */
  readonly comment: '//' | '#';
  /** How the comment begins that starts or ends a region. */
  readonly regionComment: '//#' | '#';
  /** How many blanks one step of indentation has. */
  readonly indent: number;
  /** Ids of VS Code languages. */
  readonly scope: readonly [string, ...string[]];
  /** Of its files' names: `.ts`. */
  readonly extension: string;
  readonly registry: Registry;
  /** Whether a compiler reads its programs, and wants packages that they do not import: those marked (dev). */
  readonly hasTypes: boolean;
  /** What else each program is offered as. */
  readonly twin?: {
    readonly language: string;
    translate(program: string, file: string): Promise<string>;
  };
}

/** By the name of the folder; JavaScript has none, its programs are made of the TypeScript ones. */
export const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  [
    'typescript',
    {
      comment: '//',
      regionComment: '//#',
      indent: 2,
      scope: ['typescript', 'typescriptreact'],
      extension: '.ts',
      registry: 'npm',
      hasTypes: true,
      twin: { language: 'javascript', translate: eraseTypes },
    },
  ],
  [
    'javascript',
    {
      comment: '//',
      regionComment: '//#',
      indent: 2,
      scope: ['javascript', 'javascriptreact'],
      extension: '.js',
      registry: 'npm',
      hasTypes: false,
    },
  ],
  [
    'python',
    {
      comment: '#',
      regionComment: '#',
      indent: 4,
      scope: ['python'],
      extension: '.py',
      registry: 'pypi',
      hasTypes: false,
    },
  ],
]);

/** The language of a file that has been read; throws for a folder that is no language. */
export function languageOf(name: string): Language {
  const language = LANGUAGES.get(name);
  if (!language) throw new Error(`snippets/${name} is no language of snippets`);
  return language;
}
