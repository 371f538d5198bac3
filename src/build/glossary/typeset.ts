import type { LiteElement } from '@mathjax/src/js/adaptors/lite/Element.js';
import { liteAdaptor } from '@mathjax/src/js/adaptors/liteAdaptor.js';
import { RegisterHTMLHandler } from '@mathjax/src/js/handlers/html.js';
import { TeX } from '@mathjax/src/js/input/tex.js';
import '@mathjax/src/js/input/tex/ams/AmsConfiguration.js';
import '@mathjax/src/js/input/tex/base/BaseConfiguration.js';
import { mathjax } from '@mathjax/src/js/mathjax.js';
import { SVG } from '@mathjax/src/js/output/svg.js';
import '@mathjax/src/js/util/asyncLoad/esm.js';
import type { Formula } from '../../core/glossary/entry.ts';

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);
const page = mathjax.document('', {
  InputJax: new TeX({
    packages: ['base', 'ams'],
    // MathJax's own error is no Error.
    formatError(_input: unknown, { message }: { message: string }) {
      throw new Error(message);
    },
  }),
  // A formula that may break over lines would be several pictures.
  OutputJax: new SVG({ fontCache: 'local', linebreaks: { inline: false } }),
});

/** Typesets TeX as an SVG in `currentColor`; rejects with MathJax's message when the TeX is wrong. */
export async function typeset(tex: string, display: boolean): Promise<Formula> {
  const node = (await page.convertPromise(tex, { display })) as LiteElement;
  const svg = adaptor.innerHTML(node);
  const length = (pattern: RegExp) => Number(pattern.exec(svg)?.[1] ?? NaN);
  const formula = {
    tex,
    // Sizes are kept apart: a page's policy may refuse style attributes. Nobody reads the marks of MathJax's own tools.
    svg: svg.replace(/ (?:style|role|focusable|data-[a-z-]+)="[^"]*"/g, ''),
    width: length(/ width="([\d.]+)ex"/),
    height: length(/ height="([\d.]+)ex"/),
    depth: -length(/vertical-align: (-?[\d.]+)(?:ex)?;/) || 0,
  };
  if (Number.isNaN(formula.width)) throw new Error('MathJax gave no picture of a known width');
  return formula;
}
