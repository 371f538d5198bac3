import assert from 'node:assert/strict';
import { GlyphTable } from '../../../../src/build/glossary/glyph-table.ts';
import { typeset } from '../../../../src/build/glossary/typeset.ts';
import { withGlyphs } from '../../../../src/core/glossary/glyphs.ts';

/** The outlines a picture uses, in the order of their use. */
function outlinesUsed(svg: string): readonly string[] {
  const outlines = new Map(
    [...svg.matchAll(/<path id="([^"]+)" d="([^"]*)"/g)].map(([, id, outline]) => [id, outline]),
  );
  return [...svg.matchAll(/href="#([^"]+)"/g)].map(([, id]) => outlines.get(id) ?? 'none');
}

describe('GlyphTable', () => {
  it('shares the outlines of formulas, which draw the same letters as before', async () => {
    const table = new GlyphTable();
    const formulas = await Promise.all(['x^2+y^2', '\\frac{x}{y}', 'x'].map((tex) => typeset(tex, true)));
    const shared = formulas.map((formula) => table.share(formula));
    for (const [i, formula] of formulas.entries()) {
      const picture = shared[i];
      assert.ok(picture);
      assert.ok(!picture.svg.includes('<defs>'));
      const drawn = withGlyphs(picture, table.glyphs);
      assert.deepEqual(outlinesUsed(drawn.svg), outlinesUsed(formula.svg));
      assert.ok(outlinesUsed(drawn.svg).length > 0);
      assert.equal(drawn.width, formula.width);
    }
    assert.equal(new Set(table.glyphs).size, table.glyphs.length);
    assert.equal(table.glyphs.length, 4);
  });
});
