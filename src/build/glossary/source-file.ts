import MarkdownIt, { type Token } from 'markdown-it';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { LOCALES, type Locale } from '../../core/glossary/locale.ts';
import type { Problem } from '../problem.ts';

/** The part of an entry's file that is written in one language. */
export interface Section {
  readonly locale: Locale;
  /** The heading's line in the file, 1-based. */
  readonly line: number;
  /** Markdown below the heading. */
  readonly markdown: string;
  /** Block tokens of `markdown`; a token's `map[0] + firstLine` is its line in the file. */
  readonly tokens: readonly Token[];
  readonly firstLine: number;
}

/** An entry's file, split but not yet judged. */
export interface SourceFile {
  /** Path from the repository's root: `glossary/<topic>/<id>.md`. */
  readonly path: string;
  readonly topic: string;
  readonly id: string;
  readonly frontMatter: Document;
  readonly data: Readonly<Record<string, unknown>>;
  readonly sections: Partial<Record<Locale, Section>>;
  /** The line in the file of a front-matter key path such as `['sources', 0, 'url']`, 1-based. */
  lineOf(keyPath: readonly (string | number)[]): number;
}

const markdown = new MarkdownIt({ html: true });
const FRONT_MATTER = /^---\n([\s\S]*?\n)---\n/;
const SECTION_HEADING = /^## +(.+?) *$/gm;

/** Splits an entry's text into front matter and the sections of each language. */
export function readSourceFile(
  path: string,
  text: string,
): { file?: SourceFile; problems: readonly Problem[] } {
  const [, topic = '', fileName = ''] = path.split('/');
  const match = FRONT_MATTER.exec(text);
  if (!match?.[1]) {
    return { problems: [problem(1, 'the file has no front matter', 'begin with a line ---, the facts as YAML, a line ---')] };
  }
  const lineCounter = new LineCounter();
  const frontMatter = parseDocument(match[1], { lineCounter, prettyErrors: false });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line + 1;
  if (frontMatter.errors.length > 0) {
    return {
      problems: frontMatter.errors.map((error) =>
        problem(lineAt(error.pos[0]), `the front matter is not YAML: ${error.message}`, 'mend the YAML; quote texts that hold a colon, # or backslash'),
      ),
    };
  }
  const data: unknown = frontMatter.toJS();
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return { problems: [problem(2, 'the front matter is no map of keys', 'write key: value lines')] };
  }
  const lineOf = (keyPath: readonly (string | number)[]): number => {
    for (let depth = keyPath.length; depth > 0; depth--) {
      const node = frontMatter.getIn(keyPath.slice(0, depth), true);
      if (node && typeof node === 'object' && 'range' in node && Array.isArray(node.range)) return lineAt(Number(node.range[0]));
    }
    return 2;
  };
  const { sections, problems } = splitSections(text, match[0].length);
  return {
    file: { path, topic, id: fileName.replace(/\.md$/, ''), frontMatter, data: data as Record<string, unknown>, sections, lineOf },
    problems,
  };

  function problem(line: number, message: string, remedy: string): Problem {
    return { file: path, line, message, remedy };
  }

  function splitSections(source: string, from: number) {
    const found: Partial<Record<Locale, Section>> = {};
    const wrong: Problem[] = [];
    const headings = [...source.matchAll(SECTION_HEADING)].filter((heading) => heading.index >= from);
    const lineOfIndex = (index: number) => source.slice(0, index).split('\n').length;
    if (source.slice(from, headings[0]?.index).trim() !== '') {
      wrong.push(problem(lineOfIndex(from), 'text stands before the first language', 'move it under ## en or ## zh-CN'));
    }
    headings.forEach((heading, i) => {
      const locale = heading[1] as Locale;
      const line = lineOfIndex(heading.index);
      if (!LOCALES.includes(locale)) {
        wrong.push(problem(line, `"## ${locale}" is no language of the glossary`, `use ## ${LOCALES.join(' or ## ')}; lower headings are ###`));
        return;
      }
      if (found[locale]) {
        wrong.push(problem(line, `"## ${locale}" stands twice`, 'join the two sections'));
        return;
      }
      const body = source.slice(heading.index + heading[0].length, headings[i + 1]?.index);
      found[locale] = { locale, line, markdown: body, tokens: markdown.parse(body, {}), firstLine: line };
    });
    return { sections: found, problems: wrong };
  }
}
