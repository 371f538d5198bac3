import type { Place } from '../glossary/form.ts';

/** A stretch of a document that is another place than what surrounds it: from `open` to `close`, or to the line's end. */
export interface Region {
  readonly place: Place;
  readonly open: string;
  /** Absent when the line's end closes it. */
  readonly close?: string;
  /** Whether it may go on in the next line; one that may not, and is not closed in its line, is none (an apostrophe). */
  readonly multiline: boolean;
  /** Whether a backslash takes the meaning off what follows. */
  readonly escapes: boolean;
  /** Whether it begins only where nothing but blanks stands before. */
  readonly atLineStart: boolean;
}

/** What of a language tells comments, strings, code and prose apart. */
export interface LanguageSyntax {
  /** Of what stands in no region. */
  readonly base: Place;
  /** The longer of two that begin alike comes first. */
  readonly regions: readonly Region[];
}

/** The part of an editor's language configuration that is read here; everything in it may be missing or malformed. */
export interface LanguageConfiguration {
  readonly comments?: { readonly lineComment?: unknown; readonly blockComment?: unknown } | null;
  readonly autoClosingPairs?: unknown;
  readonly surroundingPairs?: unknown;
}

/**
 * Marks of languages whose configuration may lie out of reach: an extension in a browser does not see the languages
 * that are installed remotely, nor one on a remote machine those that are installed beside the window.
 */
const USUAL: readonly (readonly [languages: string, configuration: LanguageConfiguration])[] = [
  [
    'c cpp csharp cuda-cpp dart go groovy java javascript javascriptreact jsonc kotlin less objective-c objective-cpp php proto proto3 rust scala scss shaderlab swift typescript typescriptreact zig',
    {
      comments: { lineComment: '//', blockComment: ['/*', '*/'] },
      autoClosingPairs: ['"', "'", '`'].map((quote) => [quote, quote]),
    },
  ],
  [
    'python',
    {
      comments: { lineComment: '#', blockComment: ['"""', '"""'] },
      autoClosingPairs: ['"', "'"].map((quote) => [quote, quote]),
    },
  ],
  [
    'coffeescript dockercompose dockerfile elixir julia makefile perl powershell r ruby shellscript toml yaml',
    { comments: { lineComment: '#' }, autoClosingPairs: ['"', "'"].map((quote) => [quote, quote]) },
  ],
  [
    'haskell lua sql',
    { comments: { lineComment: '--' }, autoClosingPairs: ['"', "'"].map((quote) => [quote, quote]) },
  ],
  ['css json', { comments: { blockComment: ['/*', '*/'] }, autoClosingPairs: [['"', '"']] }],
];

/** Languages that are read rather than run, though their configuration knows comments. */
const PROSE = new Set(
  'markdown mdx plaintext restructuredtext latex tex bibtex asciidoc org typst quarto rmd html git-commit log search-result'.split(
    ' ',
  ),
);

/** Languages in which backquotes mark code. */
const BACKQUOTED = new Set('markdown mdx quarto rmd asciidoc restructuredtext'.split(' '));

/** Languages whose strings in backquotes may span lines. */
const TEMPLATES = new Set(
  'javascript javascriptreact typescript typescriptreact vue svelte astro go'.split(' '),
);

const region = (
  place: Place,
  open: string,
  close: string | undefined,
  more: Partial<Region> = {},
): Region => ({
  place,
  open,
  ...(close !== undefined && { close }),
  multiline: false,
  escapes: false,
  atLineStart: false,
  ...more,
});

/** Reads a language's syntax out of its configuration; a language that has none and is little known is prose. */
export function syntaxOf(
  languageId: string,
  configuration: LanguageConfiguration | undefined = USUAL.find(([languages]) =>
    languages.split(' ').includes(languageId),
  )?.[1],
): LanguageSyntax {
  const comments = configuration?.comments;
  const line = texts(comments?.lineComment)[0] ?? commentOf(comments?.lineComment);
  const block = texts(comments?.blockComment);
  const prose =
    PROSE.has(languageId) || (line === undefined && block.length < 2 && !configuration?.autoClosingPairs);
  const regions: Region[] = [];
  if (line) regions.push(region('comment', line, undefined));
  if (block[0] && block[1]) regions.push(region('comment', block[0], block[1], { multiline: true }));
  if (BACKQUOTED.has(languageId)) {
    for (const fence of ['```', '~~~']) {
      regions.push(region('code', fence, fence, { multiline: true, atLineStart: true }));
    }
    regions.push(region('code', '`', '`'));
  }
  if (!prose) regions.push(...stringsOf(configuration, TEMPLATES.has(languageId)));
  return { base: prose ? 'prose' : 'code', regions: regions.sort((a, b) => b.open.length - a.open.length) };
}

/** Quotes that a language closes by itself are its strings; tripled ones may span lines. */
function stringsOf(configuration: LanguageConfiguration | undefined, templates: boolean): readonly Region[] {
  const pairs = configuration?.autoClosingPairs ?? configuration?.surroundingPairs;
  const opens = Array.isArray(pairs) ? (pairs as unknown[]).map(openOf) : [];
  return ['"', "'", '`']
    .filter((quote) => opens.includes(quote))
    .flatMap((quote) => {
      const single = region('string', quote, quote, { escapes: true, multiline: quote === '`' && templates });
      if (quote === '`') return [single];
      const tripled = quote.repeat(3);
      return [region('string', tripled, tripled, { escapes: true, multiline: true }), single];
    });
}

function openOf(pair: unknown): string | undefined {
  const open = Array.isArray(pair) ? (pair as unknown[])[0] : (pair as { open?: unknown } | null)?.open;
  return typeof open === 'string' ? open : undefined;
}

/** Since VS Code 1.99 a line comment may be an object. */
function commentOf(comment: unknown): string | undefined {
  if (typeof comment === 'string') return comment;
  const inside = (comment as { comment?: unknown } | null | undefined)?.comment;
  return typeof inside === 'string' ? inside : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
