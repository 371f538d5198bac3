import assert from 'node:assert/strict';
import { ARTICLE_TERMS } from '../article-terms.ts';
import { recogniser } from './compiled.ts';

/** The terms and surface found at a position. */
function at(text: string, offset: number): readonly unknown[] {
  const [match] = recogniser.at(text, offset);
  return match ? [match.terms[0], text.slice(match.start, match.end)] : [];
}

describe('the article’s terms', () => {
  for (const { id, en, zh, identifier, part = identifier } of ARTICLE_TERMS) {
    const lines: readonly [place: string, text: string, surface: string][] = [
      ['an English comment', `# We rely on ${en}, as the paper does.`, en],
      ['a Chinese comment', `// 这里用到了${zh}，见论文`, zh],
      ['a string', `log("uses ${en}: yes")`, en],
      ['a Chinese string', `log("使用${zh}。")`, zh],
      ['an identifier', `const value = ${identifier}.get();`, part],
    ];
    for (const [place, text, surface] of lines) {
      it(`${id}: ${surface} in ${place}`, () => {
        const start = text.indexOf(surface, text.indexOf(place === 'an identifier' ? identifier : surface));
        for (const offset of [start, start + surface.length - 1])
          assert.deepEqual(at(text, offset), [id, surface]);
      });
    }
  }
});
