import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import type { Entry, EntryText, Formula, Source, Term } from '../../core/glossary/entry.ts';
import type { GlossaryIndex } from '../../core/glossary/glossary.ts';
import { LOCALES, type Localized } from '../../core/glossary/locale.ts';
import type { Problem } from '../problem.ts';
import { formsOf } from './forms.ts';
import { atKey, atLine, strings, type Library } from './rule.ts';
import { RULES } from './rules/index.ts';
import { splitSection } from './section-text.ts';
import { readSourceFile, type SourceFile } from './source-file.ts';
import { texOf } from './tex-of.ts';
import { typeset } from './typeset.ts';

/** An entry before the snippets that name it are known. */
export type GlossaryEntry = Omit<Entry, 'snippets'>;

/** A compiled glossary, or what keeps it from compiling. */
export interface CompiledGlossary {
  readonly index: GlossaryIndex;
  readonly entries: readonly GlossaryEntry[];
  readonly problems: readonly Problem[];
}

/** Pictures wider than this cannot be read in a hover, which is about 500 pixels wide. */
const WIDEST_FORMULA = 62;

/**
 * Compiles `<root>/glossary`. Entries with problems are left out of `index` and `entries`.
 */
export async function compileGlossary(root: string): Promise<CompiledGlossary> {
  const folder = path.join(root, 'glossary');
  const topics = Object.entries(
    parseYaml(readFileSync(path.join(folder, 'topics.yaml'), 'utf8')) as Record<string, Localized>,
  ).map(([id, name]) => ({ id, name }));
  const problems: Problem[] = [];
  const files: SourceFile[] = [];
  for (const name of listEntries(folder)) {
    const read = readSourceFile(`glossary/${name}`, readFileSync(path.join(folder, name), 'utf8'));
    problems.push(...read.problems);
    if (read.file) files.push(read.file);
  }
  const library: Library = {
    files: new Map(files.map((file) => [file.id, file])),
    topics: new Set(topics.map(({ id }) => id)),
  };
  const entries: GlossaryEntry[] = [];
  for (const file of files) {
    const found = RULES.flatMap((rule) => [...rule(file, library)]);
    if (found.length === 0) {
      const { entry, problems: texProblems } = await compileEntry(file);
      found.push(...texProblems);
      if (texProblems.length === 0) entries.push(entry);
    }
    problems.push(...found);
  }
  const order = new Map(topics.map(({ id }, i) => [id, i]));
  entries.sort((a, b) => (order.get(a.topic) ?? 0) - (order.get(b.topic) ?? 0) || a.id.localeCompare(b.id));
  return {
    index: {
      version: 1,
      topics,
      terms: entries.map(termOf),
    },
    entries,
    problems,
  };
}

function listEntries(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && item.name.endsWith('.md') && item.parentPath !== folder)
    .map((item) => path.relative(folder, path.join(item.parentPath, item.name)).replaceAll(path.sep, '/'))
    .sort();
}

function termOf({ id, topic, name, abbreviation, forms, exclusions }: GlossaryEntry): Term {
  return { id, topic, name, ...(abbreviation && { abbreviation }), forms, exclusions };
}

/** Expects a file that has passed every rule. */
async function compileEntry(
  file: SourceFile,
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
      const picture = await typeset(source, display);
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
