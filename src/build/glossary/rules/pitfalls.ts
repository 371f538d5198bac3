import { PITFALLS_HEADING, splitSection } from '../section-text.ts';
import { atLine, atSection, type Rule } from '../rule.ts';

/** Each language ends with a list of at least one pitfall, without formulas (the first stands on the card). */
export const pitfalls: Rule = function* (file) {
  for (const section of Object.values(file.sections)) {
    const found = splitSection(section).pitfalls;
    if (found.length === 0) {
      yield atSection(
        file,
        section,
        `## ${section.locale} names no pitfall`,
        `end with "### ${PITFALLS_HEADING[section.locale]}" and a list`,
      );
    }
    for (const { text, line } of found) {
      if (text.includes('$'))
        yield atLine(
          file,
          section,
          line,
          'a formula in a pitfall',
          'say it in words or plain letters: the card shows it',
        );
    }
  }
};
