import type { Formula } from '../../core/glossary/entry.ts';
import type { Glyphs } from '../../core/glossary/glyphs.ts';

/**
 * Collects the outlines of letters out of typeset formulas: a few hundred outlines make up all formulas, and take most
 * of their size.
 */
export class GlyphTable {
  readonly #numbers = new Map<string, number>();

  /** The outlines collected so far. */
  get glyphs(): Glyphs {
    return [...this.#numbers.keys()];
  }

  /** The formula without its outlines, which it refers to by their number here. */
  share(formula: Formula): Formula {
    const numbers = new Map<string, number>();
    const svg = formula.svg
      .replace(/<defs>(.*?)<\/defs>/, (_defs, outlines: string) => {
        for (const [, id, outline] of outlines.matchAll(/<path id="([^"]+)" d="([^"]*)"><\/path>/g)) {
          numbers.set(id as string, this.#numberOf(outline as string));
        }
        return '';
      })
      .replace(/ xlink:href="#([^"]+)"/g, (_href, id: string) => ` href="#g${numbers.get(id)}"`)
      .replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', '')
      .replaceAll('></use>', '/>');
    return { ...formula, svg };
  }

  #numberOf(outline: string): number {
    const number = this.#numbers.get(outline) ?? this.#numbers.size;
    this.#numbers.set(outline, number);
    return number;
  }
}
