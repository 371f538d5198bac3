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

/** Splits an entry's text into front matter and the sections of each language. */
export function readSourceFile(
  path: string,
  text: string,
): { file?: SourceFile; problems: readonly Problem[] } {
  const [, topic = '', fileName = ''] = path.split('/');
  const match = FRONT_MATTER.exec(text);
  if (!match?.[1]) {
    return {
      problems: [
        problem(1, 'the file has no front matter', 'begin with a line ---, the facts as YAML, a line ---'),
      ],
    };
  }
  const lineCounter = new LineCounter();
  const frontMatter = parseDocument(match[1], { lineCounter, prettyErrors: false });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line + 1;
  if (frontMatter.errors.length > 0) {
    return {
      problems: frontMatter.errors.map((error) =>
        problem(
          lineAt(error.pos[0]),
          `the front matter is not YAML: ${error.message}`,
          'mend the YAML; quote texts that hold a colon, # or backslash',
        ),
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
      if (node && typeof node === 'object' && 'range' in node && Array.isArray(node.range))
        return lineAt(Number(node.range[0]));
    }
    return 2;
  };
  const { sections, problems } = splitSections(text, match[0].length);
  return {
    file: {
      path,
      topic,
      id: fileName.replace(/\.md$/, ''),
      frontMatter,
      data: data as Record<string, unknown>,
      sections,
      lineOf,
    },
    problems,
  };

  function problem(line: number, message: string, remedy: string): Problem {
    return { file: path, line, message, remedy };
  }

  function splitSections(source: string, from: number) {
    const found: Partial<Record<Locale, Section>> = {};
    const wrong: Problem[] = [];
    const lines = source.slice(from).split('\n');
    const linesBefore = source.slice(0, from).split('\n').length - 1;
    const headings = markdown
      .parse(lines.join('\n'), {})
      .flatMap((token, i, tokens) =>
        token.type === 'heading_open' && token.tag === 'h2' && token.level === 0 && token.map
          ? { at: token.map[0], text: tokens[i + 1]?.content ?? '' }
          : [],
      );
    const firstText = lines.findIndex((line) => line.trim() !== '');
    if (firstText >= 0 && firstText < (headings[0]?.at ?? lines.length)) {
      const line = linesBefore + firstText + 1;
      wrong.push(problem(line, 'text stands before the first language', 'move it under ## en or ## zh-CN'));
    }
    headings.forEach(({ at, text }, i) => {
      const locale = text as Locale;
      const line = linesBefore + at + 1;
      if (!LOCALES.includes(locale)) {
        const remedy = `use ## ${LOCALES.join(' or ## ')}; lower headings are ###`;
        wrong.push(problem(line, `"## ${text}" is no language of the glossary`, remedy));
      } else if (found[locale]) {
        wrong.push(problem(line, `"## ${text}" stands twice`, 'join the two sections'));
      } else {
        const body = lines.slice(at + 1, headings[i + 1]?.at).join('\n');
        found[locale] = {
          locale,
          line,
          markdown: body,
          tokens: markdown.parse(body, {}),
          firstLine: line + 1,
        };
      }
    });
    return { sections: found, problems: wrong };
  }
}
