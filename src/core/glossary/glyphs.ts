import type { Entry, Formula } from './entry.ts';

/** The outlines of letters and signs that formulas share: SVG path data by number. */
export type Glyphs = readonly string[];

/** Puts the outlines a formula's picture uses into the picture, which refers to them as `#g<number>`. */
export function withGlyphs(formula: Formula, glyphs: Glyphs): Formula {
  const numbers = new Set([...formula.svg.matchAll(/"#g(\d+)"/g)].map((match) => Number(match[1])));
  const outlines = [...numbers].map((number) => `<path id="g${number}" d="${glyphs[number] ?? ''}"/>`);
  return { ...formula, svg: formula.svg.replace('>', `><defs>${outlines.join('')}</defs>`) };
}

/** An entry whose pictures are whole. */
export function withFormulas(entry: Entry, glyphs: Glyphs): Entry {
  const formulas = Object.entries(entry.formulas).map(([key, formula]) => [key, withGlyphs(formula, glyphs)]);
  return {
    ...entry,
    ...(entry.formula && { formula: withGlyphs(entry.formula, glyphs) }),
    formulas: Object.fromEntries(formulas) as Entry['formulas'],
  };
}
