import type { Entry, Source, TermName } from '../glossary/entry.ts';
import type { Locale, Localized } from '../glossary/locale.ts';
import { labelsFor } from './labels.ts';
import { commandLink, escapeMarkdown, formulaImage, webLink } from './markdown.ts';
import { shortTitleOf, titlesOf } from './title.ts';

/** Everything a hover card shows. */
export interface CardContent {
  readonly entry: Entry;
  readonly topic: Localized;
  readonly locale: Locale;
  /** Of the formula: a CSS colour that is legible on the editor's background. */
  readonly colour: string;
  readonly related: readonly TermName[];
  /** Other terms that claim the same words. */
  readonly otherSenses: readonly TermName[];
  /** Other terms of the identifier under the cursor. */
  readonly alsoHere: readonly TermName[];
  /** Where the card stands: a document's address and a 0-based position. */
  readonly at: { readonly uri: string; readonly line: number; readonly character: number };
}

/** The commands a card links to; no other may run from it. */
export const CARD_COMMANDS = [
  'aiTerms.explainTerm',
  'aiTerms.insertSnippet',
  'aiTerms.explainMatch',
] as const;

/**
 * A hover card in the editor's Markdown with theme icons. The first line holds the names and the abbreviation.
 * A hover is about 250 pixels high: what a reader may want to press stands above what is cut off first.
 */
export function renderCard(content: CardContent): string {
  const { entry, topic, locale, colour, related, otherSenses, alsoHere, at } = content;
  const labels = labelsFor(locale);
  const [title, ...otherTitles] = titlesOf(entry, locale);
  const text = entry.text[locale];
  const [pitfall] = text.pitfalls;
  return [
    [
      `**${escapeMarkdown(title)}**${otherTitles.map((other) => ` · ${escapeMarkdown(other)}`).join('')}`,
      [`*${escapeMarkdown(topic[locale])}*`, ...actions(entry, at, locale)].join(' &nbsp;·&nbsp; '),
      termLinks(labels.otherSenses, otherSenses, locale),
      termLinks(labels.alsoHere, alsoHere, locale),
    ],
    [text.card],
    [entry.formula && formulaImage(entry.formula, colour, labels.formula(title))],
    [pitfall && `$(warning) ${pitfall}`],
    [`$(mortar-board) ${sourceLine(entry.sources[0], locale)}`, termLinks(labels.related, related, locale)],
  ]
    .map((lines) => lines.filter(Boolean).join('  \n'))
    .filter(Boolean)
    .join('\n\n');
}

function sourceLine({ title, authors, url, ...dated }: Source, locale: Locale): string {
  const labels = labelsFor(locale);
  return `${webLink(escapeMarkdown(title), url)} · ${escapeMarkdown(labels.authorsInBrief(authors))} · ${labels.date(dated)}`;
}

function termLinks(label: string, terms: readonly TermName[], locale: Locale): string | undefined {
  if (terms.length === 0) return undefined;
  const { colon, openEntryTooltip } = labelsFor(locale);
  const links = terms.map((term) =>
    commandLink(
      escapeMarkdown(shortTitleOf(term, locale)),
      'aiTerms.explainTerm',
      [term.id],
      openEntryTooltip(term.name[locale]),
    ),
  );
  return `${label}${colon}${links.join(' · ')}`;
}

function actions(entry: Entry, at: CardContent['at'], locale: Locale): readonly string[] {
  const labels = labelsFor(locale);
  const name = entry.name[locale];
  const links = [
    commandLink(
      `$(book) ${labels.openEntry}`,
      'aiTerms.explainTerm',
      [entry.id],
      labels.openEntryTooltip(name),
    ),
  ];
  if (entry.snippets.length > 0) {
    const [tooltip, which] = [labels.insertSnippetTooltip(name), { term: entry.id }];
    links.push(commandLink(`$(code) ${labels.insertSnippet}`, 'aiTerms.insertSnippet', [which], tooltip));
  }
  links.push(commandLink('$(question)', 'aiTerms.explainMatch', [at], labels.explainMatchTooltip));
  return links;
}
