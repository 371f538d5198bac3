import type { Locale } from '../../../core/glossary/locale.ts';
import { splitSection } from '../section-text.ts';
import { atLine, atSection, type Rule } from '../rule.ts';

/** Characters: more is an article, not a card. */
const LONGEST: Record<Locale, number> = { en: 300, 'zh-CN': 120 };
const SHORTEST: Record<Locale, number> = { en: 80, 'zh-CN': 30 };

/** The first paragraph is a card: short, without links, formulas or headings. */
export const card: Rule = function* (file) {
  for (const section of Object.values(file.sections)) {
    const { card: text, cardLine } = splitSection(section);
    if (!text) {
      yield atSection(
        file,
        section,
        `## ${section.locale} does not begin with a paragraph`,
        'begin with the card: what it is and why a reader meets it',
      );
      continue;
    }
    const { length } = Array.from(text);
    const longest = LONGEST[section.locale];
    const shortest = SHORTEST[section.locale];
    if (length > longest)
      yield atLine(
        file,
        section,
        cardLine,
        `the card has ${length} characters`,
        `cut it to ${longest}; the rest belongs below`,
      );
    if (length < shortest)
      yield atLine(
        file,
        section,
        cardLine,
        `the card has only ${length} characters`,
        'say what it is and why a reader meets it',
      );
    if (text.includes('$'))
      yield atLine(
        file,
        section,
        cardLine,
        'a formula in the card paragraph',
        "hovers cannot show it: use the front matter's formula, or plain letters such as ᾱ",
      );
    if (text.includes(']('))
      yield atLine(
        file,
        section,
        cardLine,
        'a link in the card paragraph',
        'put it into related, sources or the text below',
      );
  }
};
