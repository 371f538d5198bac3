import type { Locale } from '../../core/glossary/locale.ts';
import type { Snippet } from '../../core/snippets/snippet.ts';

/** The documents that hold the list, each in its language. */
export const LISTS: readonly (readonly [file: string, locale: Locale])[] = [
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh-CN'],
];

/** Between these comments a document holds the list. */
const START = '<!-- snippets: npm run list:snippets -->';
const END = '<!-- /snippets -->';

const HEADINGS: Readonly<Record<Locale, readonly [string, string, string]>> = {
  en: ['Prefix', 'What it does', 'Imports'],
  'zh-CN': ['前缀', '用途', '依赖'],
};

/**
 * A document with the list of `snippets` renewed, each once, as a table of Markdown.
 * @throws where the document does not say where the list stands
 */
export function withSnippetList(document: string, snippets: readonly Snippet[], locale: Locale): string {
  const start = document.indexOf(START);
  const end = document.indexOf(END);
  if (start < 0 || end < start) throw new Error(`no ${START} … ${END}`);
  const unique = [...new Map(snippets.map((snippet) => [snippet.id, snippet] as const).reverse()).values()];
  const rows = unique
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ prefixes, name, description, packages }) => [
      prefixes.map((prefix) => `\`${prefix}\``).join(', '),
      `**${name[locale]}**: ${description[locale]}`.replaceAll('|', '\\|'),
      packages
        .filter(({ dev }) => !dev)
        .map((item) => item.name)
        .join(', ') || '–',
    ]);
  const table = [HEADINGS[locale], ['---', '---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [document.slice(0, start) + START, ...table, document.slice(end)].join('\n');
}
