import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Snippet } from '../../core/snippets/snippet.ts';
import type { Problem } from '../problem.ts';
import { atLine } from './rule.ts';
import { readBilingual } from './bilingual.ts';
import { toCodeSnippets, type CodeSnippet } from './code-snippets.ts';
import { LANGUAGES, languageOf } from './language.ts';
import { readPackage } from './package-list.ts';
import { RULES } from './rules/index.ts';
import { headerLine, headerList, readSnippetFile, type SnippetFile } from './snippet-file.ts';
import { writeBody } from './snippet-syntax.ts';
import { findStop, stopsOf } from './stop.ts';

/** Compiled snippets, and what keeps others from compiling. */
export interface CompiledSnippets {
  /** For `dist/snippets/catalogue.json`, by id; a program in two languages stands there twice. */
  readonly snippets: readonly Snippet[];
  /** For `dist/snippets/<language>.code-snippets`, by language. */
  readonly codeSnippets: ReadonlyMap<string, Readonly<Record<string, CodeSnippet>>>;
  readonly problems: readonly Problem[];
}

/**
 * Compiles `<root>/snippets`. Snippets with problems are left out.
 * @param glossary the ids snippets may name; any where it is left out
 */
export async function compileSnippets(
  root: string,
  glossary?: ReadonlySet<string>,
): Promise<CompiledSnippets> {
  const folder = path.join(root, 'snippets');
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Partial<
    Record<'dependencies' | 'devDependencies', Record<string, string>>
  >;
  const sources = [...LANGUAGES.keys()]
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
export async function compileSources(
  sources: readonly { readonly path: string; readonly text: string }[],
  packages: ReadonlyMap<string, string>,
  glossary?: ReadonlySet<string>,
): Promise<CompiledSnippets> {
  const reads = sources.map(({ path: file, text }) => readSnippetFile(file, text));
  const files = reads.flatMap(({ file }) => file ?? []);
  const problems = [
    ...reads.flatMap((read) => read.problems),
    ...files.flatMap((file) => RULES.flatMap((rule) => [...rule(file, { files, packages, glossary })])),
  ];
  const unsound = new Set(problems.map(({ file }) => file));
  const sound = files.filter((file) => !unsound.has(file.path));
  const twins = (await Promise.all(sound.map(twinOf))).flatMap((twin) => twin ?? []);
  problems.push(...twins.flatMap(lostStops));
  const compiled = [...LANGUAGES.keys()].map((language) => ({
    language,
    snippets: [...sound, ...twins].filter((file) => file.language === language).map(toSnippet),
  }));
  return {
    snippets: compiled.flatMap((each) => each.snippets),
    codeSnippets: new Map(compiled.map((each) => [each.language, toCodeSnippets(each.snippets)])),
    problems,
  };
}

/** The same program in the other language its own is offered as. */
async function twinOf(file: SnippetFile): Promise<SnippetFile | undefined> {
  const { twin } = languageOf(file.language);
  if (!twin) return undefined;
  return { ...file, language: twin.language, region: await twin.translate(file.region, file.path) };
}

/** A stop stands in the types only, or the layout has changed it. */
function lostStops(twin: SnippetFile): readonly Problem[] {
  return stopsOf(twin)
    .filter((stop) => findStop(twin.region, stop).whole.length === 0)
    .map((stop) =>
      atLine(
        twin,
        stop.line,
        `"${stop.text}" is not in the program's ${twin.language}`,
        'make it a part of the program rather than of its types',
      ),
    );
}

/** Expects a file that has passed every rule. */
function toSnippet(file: SnippetFile): Snippet {
  const name = readBilingual(headerLine(file, 'name')?.value ?? '');
  const description = readBilingual(headerLine(file, 'description')?.value ?? '');
  const [prefix, ...otherPrefixes] = headerList(file, 'prefix');
  if (!name || !description || !prefix) throw new Error(`${file.path} was not judged before it was compiled`);
  const { scope, extension, registry, indent, hasTypes } = languageOf(file.language);
  const packages = headerList(file, 'packages').flatMap((text) => readPackage(text) ?? []);
  return {
    id: file.id,
    prefixes: [prefix, ...otherPrefixes],
    name,
    description,
    terms: headerList(file, 'terms'),
    packages: packages.filter(({ dev }) => hasTypes || !dev),
    registry,
    scope,
    extension,
    fileTemplate: headerLine(file, 'file-template') !== undefined,
    body: writeBody(file.region, stopsOf(file), indent),
    source: file.region,
  };
}
