import type { Term } from '../glossary/entry.ts';
import { otherLocale, type Locale } from '../glossary/locale.ts';

/**
 * The names of a term, the reader's own first, then the other language's and the abbreviation; none twice.
 * `['人类反馈强化学习', 'Reinforcement learning from human feedback', 'RLHF']`.
 */
export function titlesOf(
  { name, abbreviation }: Pick<Term, 'name' | 'abbreviation'>,
  locale: Locale,
): readonly [string, ...string[]] {
  const titles = [name[locale], name[otherLocale(locale)], ...(abbreviation ? [abbreviation] : [])];
  const seen = new Set<string>();
  return titles.filter((title) => {
    const folded = title.toLowerCase();
    return !seen.has(folded) && seen.add(folded);
  }) as [string, ...string[]];
}

/** The shortest usual name: the abbreviation, or the reader's name. */
export function shortTitleOf(
  { name, abbreviation }: Pick<Term, 'name' | 'abbreviation'>,
  locale: Locale,
): string {
  return abbreviation ?? name[locale];
}
