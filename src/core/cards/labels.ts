import type { Source } from '../glossary/entry.ts';
import type { Locale } from '../glossary/locale.ts';

/** The fixed words of cards and entry pages. */
export interface Labels {
  /** Between a label and what it announces. */
  readonly colon: string;
  readonly formula: (name: string) => string;
  readonly sources: string;
  readonly related: string;
  readonly namedBy: (count: number) => string;
  readonly confusedWith: string;
  readonly alsoHere: string;
  readonly otherSenses: string;
  readonly alsoWritten: string;
  readonly snippets: string;
  readonly openEntry: string;
  readonly openEntryTooltip: (name: string) => string;
  readonly insertSnippet: string;
  readonly insertSnippetTooltip: (name: string) => string;
  readonly explainMatchTooltip: string;
  readonly navigation: string;
  readonly back: string;
  readonly forward: string;
  readonly otherLanguage: string;
  readonly authors: (authors: readonly string[]) => string;
  /** The first author stands for more than two. */
  readonly authorsInBrief: (authors: readonly string[]) => string;
  /** When a source appeared, or for a living document, when it was read. */
  readonly date: (source: Pick<Source, 'year' | 'accessed'>) => string;
}

/** What stands in a list of authors for the rest of them. */
const ET_AL = 'et al.';

const LABELS: Readonly<Record<Locale, Labels>> = {
  en: {
    colon: ': ',
    formula: (name) => `Formula of ${name}`,
    sources: 'Sources',
    related: 'Related',
    namedBy: (count) => `Entries that lead here (${count})`,
    confusedWith: 'Not to be confused with',
    alsoHere: 'Also here',
    otherSenses: 'Or',
    alsoWritten: 'Also written',
    snippets: 'Snippets',
    openEntry: 'Open entry',
    openEntryTooltip: (name) => `Open the entry of ${name} beside the code`,
    insertSnippet: 'Insert snippet',
    insertSnippetTooltip: (name) => `Insert a snippet for ${name}`,
    explainMatchTooltip: 'Why this card? Other senses; never show it again',
    navigation: 'Entries',
    back: 'Back (Alt+←)',
    forward: 'Forward (Alt+→)',
    otherLanguage: 'Read this entry in Chinese',
    authors: (authors) => authors.join(', '),
    authorsInBrief: (authors) => inBrief(authors, ` ${ET_AL}`, ' & '),
    date: ({ year, accessed }) => (year === undefined ? `read on ${accessed}` : String(year)),
  },
  'zh-CN': {
    colon: '：',
    formula: (name) => `${name}的公式`,
    sources: '出处',
    related: '相关',
    namedBy: (count) => `引用此词条的词条（${count}）`,
    confusedWith: '易混淆',
    alsoHere: '此处还有',
    otherSenses: '或指',
    alsoWritten: '也写作',
    snippets: '代码片段',
    openEntry: '查看词条',
    openEntryTooltip: (name) => `在旁边打开“${name}”的完整词条`,
    insertSnippet: '插入代码片段',
    insertSnippetTooltip: (name) => `插入与“${name}”有关的代码片段`,
    explainMatchTooltip: '为什么显示这张卡片？其他含义；不再显示',
    navigation: '词条',
    back: '后退 (Alt+←)',
    forward: '前进 (Alt+→)',
    otherLanguage: '用英文阅读此词条',
    authors: (authors) => authors.join(', ').replace(`, ${ET_AL}`, ' 等'),
    authorsInBrief: (authors) => inBrief(authors, ' 等', '、'),
    date: ({ year, accessed }) => (year === undefined ? `${accessed} 查阅` : String(year)),
  },
};

function inBrief([first = '', second, ...more]: readonly string[], others: string, and: string): string {
  if (second === undefined) return first;
  return more.length > 0 || second === ET_AL ? first + others : first + and + second;
}

export function labelsFor(locale: Locale): Labels {
  return LABELS[locale];
}
