import type { TermName } from '../glossary/entry.ts';
import type { Locale } from '../glossary/locale.ts';
import type { SignalInLine } from '../recognition/evidence.ts';
import type { Judgement } from '../recognition/match.ts';
import { shortTitleOf } from './title.ts';

/** Finds the name of a term by its id. */
export type NameOf = (id: string) => TermName | undefined;

/** Why a form was explained, or why not, in a sentence of plain words. */
export function reasonFor(judgement: Judgement, locale: Locale, nameOf: NameOf): string {
  return REASONS[locale](judgement, (signal) => describe(signal, locale, nameOf));
}

type Reasons = (judgement: Judgement, named: (signal: SignalInLine) => string) => string;

const REASONS: Readonly<Record<Locale, Reasons>> = {
  en({ form, otherCase, ruling }, named) {
    const { text } = form;
    const { verdict, phrase, nearby, aboutAi } = ruling;
    const word = otherCase ? `Other letters than “${text}”` : `“${text}” is an everyday word`;
    switch (verdict) {
      case 'shown':
        if (phrase !== undefined) return `“${phrase}” means this term.`;
        if (nearby) return `${word}, but ${named(nearby)} stands nearby.`;
        if (!aboutAi) return `“${text}” means this term wherever it stands.`;
        if (typeof aboutAi.because === 'string')
          return `${word}; the file is too short to tell another sense.`;
        return `${word}, and the file speaks of AI: ${aboutAi.because.map(named).join(', ')}.`;
      case 'muted':
        return `You have muted “${text}” (aiTerms.muted).`;
      case 'excluded':
        return `In “${phrase}” it means something else.`;
      case 'case':
        return `It counts only in these letters: “${text}”.`;
      case 'place':
        return `It counts only in ${(form.in ?? []).join(', ')}.`;
      case 'unwanted-place':
        return 'You want no cards in such places (aiTerms.places).';
      case 'field':
        return `${word}, and nothing in the file speaks of AI.`;
      case 'company':
        return `${word} with many meanings, and nothing near vouches for this one.`;
      case 'opposed':
        return nearby
          ? `${named(nearby)} nearby speaks of another sense.`
          : 'Something nearby speaks of another sense.';
    }
  },
  'zh-CN'({ form, otherCase, ruling }, named) {
    const { text } = form;
    const { verdict, phrase, nearby, aboutAi } = ruling;
    const word = otherCase ? `大小写与“${text}”不同` : `“${text}”是常用词`;
    switch (verdict) {
      case 'shown':
        if (phrase !== undefined) return `“${phrase}”指的就是这个术语。`;
        if (nearby) return `${word}，但附近有${named(nearby)}。`;
        if (!aboutAi) return `“${text}”无论出现在哪里，都指这个术语。`;
        if (typeof aboutAi.because === 'string') return `${word}；文件太短，看不出另有所指。`;
        return `${word}，而文件谈的是 AI：${aboutAi.because.map(named).join('、')}。`;
      case 'muted':
        return `你已设置不再解释“${text}”（aiTerms.muted）。`;
      case 'excluded':
        return `在“${phrase}”里它另有所指。`;
      case 'case':
        return `只有写作“${text}”（区分大小写）才算。`;
      case 'place':
        return `它只在这些位置才算：${(form.in ?? []).join('、')}。`;
      case 'unwanted-place':
        return '你已设置在这类位置不显示卡片（aiTerms.places）。';
      case 'field':
        return `${word}，而文件里没有谈到 AI。`;
      case 'company':
        return `${word}且含义很多，附近没有内容表明是这个意思。`;
      case 'opposed':
        return nearby ? `附近的${named(nearby)}表明另有所指。` : '附近的内容表明另有所指。';
    }
  },
};

function describe({ text, line, kind, term }: SignalInLine, locale: Locale, nameOf: NameOf): string {
  const name = kind === 'term' && term && nameOf(term.id);
  const title = name ? shortTitleOf(name, locale) : undefined;
  const same = title === undefined || title.toLowerCase() === text.toLowerCase();
  if (locale === 'en') {
    const where = line < 0 ? 'the file’s path' : `line ${line + 1}`;
    return `“${text}” (${same ? where : `${title}, ${where}`})`;
  }
  const where = line < 0 ? '文件路径' : `第 ${line + 1} 行`;
  return `“${text}”（${same ? where : `${title}，${where}`}）`;
}
