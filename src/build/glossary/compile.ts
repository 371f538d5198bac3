import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { Entry, EntryText, Formula, Source } from '../../core/glossary/entry.ts';
import type { GlossaryIndex, Topic } from '../../core/glossary/glossary.ts';
import { LOCALES, type Localized } from '../../core/glossary/locale.ts';
import type { Problem } from '../problem.ts';
import { FormulaCache } from './formula-cache.ts';
import { formsOf } from './forms.ts';
import { atKey, atLine, strings, type Library } from './rule.ts';
import { CONTENT_RULES, SHAPE_RULES } from './rules/index.ts';
import { splitSection } from './section-text.ts';
import { readSourceFile, type SourceFile } from './source-file.ts';
import { texOf } from './tex-of.ts';

/** An entry before the snippets that name it are known. */
export type GlossaryEntry = Omit<Entry, 'snippets'>;

/** A compiled glossary, or what keeps it from compiling. */
export interface CompiledGlossary {
  /** In the order they are listed. */
  readonly topics: GlossaryIndex['topics'];
  /** By topic, then by id. */
  readonly entries: readonly GlossaryEntry[];
  readonly redirects: GlossaryIndex['redirects'];
  /** Phrases whose mention settles that a text speaks of AI. */
  readonly field: readonly string[];
  readonly problems: readonly Problem[];
}

/** Pictures wider than this cannot be read in a hover, which is about 500 pixels wide. */
const WIDEST_FORMULA = 62;

/**
 * Compiles `<root>/glossary`, or those of its entries whose path `wanted` accepts; all are read, since rules compare
 * them. Entries with problems are left out of `entries`.
 */
export async function compileGlossary(
  root: string,
  wanted: (path: string) => boolean = () => true,
): Promise<CompiledGlossary> {
  const folder = path.join(root, 'glossary');
  const yaml = (name: string) => parseYaml(readFileSync(path.join(folder, name), 'utf8')) as unknown;
  const topics = Object.entries(yaml('topics.yaml') as Record<string, Localized & Pick<Topic, 'start'>>).map(
    ([id, { start, ...name }]): Topic => ({ id, name, start }),
  );
  const problems: Problem[] = [];
  const files: SourceFile[] = [];
  for (const name of listEntries(folder)) {
    const read = readSourceFile(`glossary/${name}`, readFileSync(path.join(folder, name), 'utf8'));
    if (wanted(`glossary/${name}`)) problems.push(...read.problems);
    if (read.file) files.push(read.file);
  }
  const library: Library = {
    files: new Map(files.map((file) => [file.id, file])),
    topics: new Set(topics.map(({ id }) => id)),
  };
  const formulas = new FormulaCache(path.join(root, '.cache', 'formulas'));
  const entries: GlossaryEntry[] = [];
  for (const file of files.filter(({ path: name }) => wanted(name))) {
    const misshapen = SHAPE_RULES.flatMap((rule) => [...rule(file, library)]);
    problems.push(...misshapen);
    if (misshapen.length > 0) continue;
    const { entry, problems: wrongTex } = await compileEntry(file, formulas);
    const found = [...CONTENT_RULES.flatMap((rule) => [...rule(file, library)]), ...wrongTex];
    if (found.length === 0) entries.push(entry);
    problems.push(...found);
  }
  const order = new Map(topics.map(({ id }, i) => [id, i]));
  entries.sort((a, b) => (order.get(a.topic) ?? 0) - (order.get(b.topic) ?? 0) || a.id.localeCompare(b.id));
  const redirects = yaml('redirects.yaml') as Readonly<Record<string, string>>;
  problems.push(...misleading(redirects, topics, library));
  return { topics, entries, redirects, field: yaml('field.yaml') as readonly string[], problems };
}

/** Redirects and starts of topics that lead to no entry, and redirects of ids that are entries. */
function misleading(
  redirects: GlossaryIndex['redirects'],
  topics: readonly Topic[],
  { files }: Library,
): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (name: string, message: string, remedy: string) =>
    problems.push({ file: `glossary/${name}`, line: 1, message, remedy });
  for (const [from, to] of Object.entries(redirects)) {
    if (files.has(from)) add('redirects.yaml', `"${from}" is an entry`, 'take the redirect out');
    if (!files.has(to))
      add('redirects.yaml', `"${from}" leads to "${to}", which is no entry`, 'lead it to one');
  }
  for (const { id, start } of topics) {
    if (!files.has(start))
      add('topics.yaml', `"${id}" starts with "${start}", which is no entry`, 'name another');
  }
  return problems;
}

function listEntries(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && item.name.endsWith('.md') && item.parentPath !== folder)
    .map((item) => path.relative(folder, path.join(item.parentPath, item.name)).replaceAll(path.sep, '/'))
    .sort();
}

/** Expects a file that has the shape of an entry. */
async function compileEntry(
  file: SourceFile,
  cache: FormulaCache,
): Promise<{ entry: GlossaryEntry; problems: readonly Problem[] }> {
  const { data } = file;
  const problems: Problem[] = [];
  const formulas: Record<string, Formula> = {};
  const text = {} as Record<(typeof LOCALES)[number], EntryText>;
  for (const locale of LOCALES) {
    const section = file.sections[locale];
    if (!section) throw new Error(`${file.path} was not judged before it was compiled`);
    const { card, body, pitfalls } = splitSection(section);
    text[locale] = { card, pitfalls: pitfalls.map((pitfall) => pitfall.text), body };
    for (const { tex, display, line } of texOf(section.markdown)) {
      const key = display ? `$$${tex}` : tex;
      if (key in formulas) continue;
      const formula = await typesetOr(tex, display, (message, remedy) =>
        atLine(file, section, line, message, remedy),
      );
      if (formula) formulas[key] = formula;
    }
  }
  const tex = data['formula'] as string | undefined;
  const formula =
    tex &&
    (await typesetOr(tex.trim(), true, (message, remedy) => atKey(file, ['formula'], message, remedy)));
  const abbreviation = data['abbreviation'] as string | undefined;
  return {
    entry: {
      id: file.id,
      topic: file.topic,
      name: data['name'] as Localized,
      ...(abbreviation && { abbreviation }),
      forms: formsOf(file),
      exclusions: strings(data['not']),
      ...(data['with'] !== undefined && { with: strings(data['with']) }),
      ...(data['against'] !== undefined && { against: strings(data['against']) }),
      ...(data['family'] === true && { family: true }),
      ...(data['general'] === true && { general: true }),
      ...(formula && { formula }),
      related: strings(data['related']),
      confusedWith: strings(data['confused-with']),
      sources: data['sources'] as [Source, ...Source[]],
      text,
      formulas,
    },
    problems,
  };

  async function typesetOr(
    source: string,
    display: boolean,
    problem: (message: string, remedy: string) => Problem,
  ) {
    try {
      const picture = await cache.typeset(source, display);
      if (display && picture.width > WIDEST_FORMULA) {
        problems.push(
          problem(
            `the formula is ${picture.width.toFixed(0)}ex wide`,
            `break it with \\begin{aligned}…\\\\…\\end{aligned} to at most ${WIDEST_FORMULA}ex`,
          ),
        );
      }
      return picture;
    } catch (error) {
      problems.push(
        problem(
          `the TeX does not typeset: ${(error as Error).message}`,
          'mend the TeX; packages base and ams are there',
        ),
      );
      return undefined;
    }
  }
}
