import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Snippet } from '../../core/snippets/snippet.ts';
import type { Problem } from '../problem.ts';
import { readBilingual } from './bilingual.ts';
import { toCodeSnippets, type CodeSnippet } from './code-snippets.ts';
import { readPackage } from './package-list.ts';
import { RULES } from './rules/index.ts';
import { headerLine, headerList, readSnippetFile, type SnippetFile } from './snippet-file.ts';
import { writeBody } from './snippet-syntax.ts';
import { stopsOf } from './stop.ts';

/** Compiled snippets, and what keeps others from compiling. */
export interface CompiledSnippets {
  /** For `dist/snippets/catalogue.json`, by id. */
  readonly snippets: readonly Snippet[];
  /** For `dist/snippets/ai-terms.code-snippets`. */
  readonly codeSnippets: Readonly<Record<string, CodeSnippet>>;
  readonly problems: readonly Problem[];
}

/** The folders of `snippets/`, and the languages of VS Code in which each is offered. */
const SCOPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['typescript', ['typescript', 'typescriptreact']],
]);

/**
 * Compiles `<root>/snippets`. Snippets with problems are left out.
 * @param glossary the ids snippets may name; any where it is left out
 */
export function compileSnippets(root: string, glossary?: ReadonlySet<string>): CompiledSnippets {
  const folder = path.join(root, 'snippets');
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Partial<
    Record<'dependencies' | 'devDependencies', Record<string, string>>
  >;
  const sources = [...SCOPES.keys()]
    .map((language) => path.join(folder, language))
    .filter((languageFolder) => existsSync(languageFolder))
    .flatMap((languageFolder) =>
      readdirSync(languageFolder)
        .sort()
        .map((name) => path.join(languageFolder, name)),
    )
    .map((file) => ({
      path: path.relative(root, file).replaceAll(path.sep, '/'),
      text: readFileSync(file, 'utf8'),
    }));
  return compileSources(
    sources,
    new Map(Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })),
    glossary,
  );
}

/**
 * Compiles snippets from their texts.
 * @param packages name to exact version of what snippets are tested with
 */
export function compileSources(
  sources: readonly { readonly path: string; readonly text: string }[],
  packages: ReadonlyMap<string, string>,
  glossary?: ReadonlySet<string>,
): CompiledSnippets {
  const reads = sources.map(({ path: file, text }) => readSnippetFile(file, text));
  const files = reads.flatMap(({ file }) => file ?? []);
  const problems = [
    ...reads.flatMap((read) => read.problems),
    ...files.flatMap((file) => RULES.flatMap((rule) => [...rule(file, { files, packages, glossary })])),
  ];
  const unsound = new Set(problems.map(({ file }) => file));
  const snippets = files.filter((file) => !unsound.has(file.path)).map(toSnippet);
  return { snippets, codeSnippets: toCodeSnippets(snippets), problems };
}

/** Expects a file that has passed every rule. */
function toSnippet(file: SnippetFile): Snippet {
  const name = readBilingual(headerLine(file, 'name')?.value ?? '');
  const description = readBilingual(headerLine(file, 'description')?.value ?? '');
  const [prefix, ...otherPrefixes] = headerList(file, 'prefix');
  const scope = SCOPES.get(file.language);
  if (!name || !description || !prefix || !scope)
    throw new Error(`${file.path} was not judged before it was compiled`);
  return {
    id: file.id,
    prefixes: [prefix, ...otherPrefixes],
    name,
    description,
    terms: headerList(file, 'terms'),
    packages: headerList(file, 'packages').flatMap((text) => readPackage(text) ?? []),
    scope,
    fileTemplate: headerLine(file, 'file-template') !== undefined,
    body: writeBody(file.region, stopsOf(file)),
    source: file.region,
  };
}
