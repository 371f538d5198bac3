import assert from 'node:assert/strict';
import { typeset } from '../../../../src/build/glossary/typeset.ts';

describe('typeset', () => {
  it('gives a picture in the colour of the text, with its size', async () => {
    const { tex, svg, width, height, depth } = await typeset('\\frac{a}{b}', true);
    assert.equal(tex, '\\frac{a}{b}');
    assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    assert.match(svg, /currentColor/);
    assert.ok(width > 1 && width < 5 && height > 3 && height < 8 && depth > 1 && depth < 4);
  });

  it('holds nothing a page’s policy refuses or that only a tool reads', async () => {
    const { svg } = await typeset(
      '\\begin{aligned} x &= \\sum_{i} y_i \\\\ &+ \\mathbb{E}[z] \\end{aligned}',
      true,
    );
    assert.ok(!/ style=| data-|<script|http(?!:\/\/www\.w3\.org)/.test(svg), svg.slice(0, 300));
  });

  it('gives one picture, even of a formula that could break over lines', async () => {
    const { svg, width } = await typeset('T=1', false);
    assert.equal(svg.match(/<svg/g)?.length, 1);
    assert.ok(width > 4, `${width}ex`);
  });

  it('rejects TeX that is wrong, with what is wrong', async () => {
    await assert.rejects(typeset('\\frac{1', true), /Missing close brace/);
    await assert.rejects(typeset('\\nosuchmacro', false), /Undefined control sequence/);
  });
});
