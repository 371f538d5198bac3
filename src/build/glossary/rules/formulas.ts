import { texOf } from '../tex-of.ts';
import { atKey, atLine, type Rule } from '../rule.ts';

const CJK = /[\u3000-\u9fff\uff00-\uffef]/;

/** TeX is language-neutral, and both languages show the same display formulas. Typesetting itself is checked by the compiler. */
export const formulas: Rule = function* (file) {
  const { formula } = file.data;
  if (typeof formula === 'string' && CJK.test(formula))
    yield atKey(file, ['formula'], 'Chinese in the formula', 'name symbols in the text');
  const displayed = Object.values(file.sections).map((section) => ({
    section,
    found: texOf(section.markdown).filter(({ display }) => display),
  }));
  for (const { section, found } of displayed) {
    for (const { tex, line } of found) {
      if (CJK.test(tex))
        yield atLine(file, section, line, 'Chinese in a formula', 'name symbols in the text');
      const missing = displayed.find((other) => !other.found.some((one) => one.tex === tex));
      if (missing)
        yield atLine(
          file,
          section,
          line,
          `## ${missing.section.locale} does not show this formula`,
          'show the same formulas in both languages',
        );
    }
  }
};
