import { tex } from '@mdit/plugin-tex';
import MarkdownIt from 'markdown-it';
import type { Formula } from '../core/glossary/entry.ts';

/**
 * Renders an entry's Markdown to HTML. Raw HTML is shown as text; links lead to https pages or, as `#id`, to
 * entries; a formula is the picture typeset for it, or its TeX where there is none.
 */
export function renderMarkdown(markdown: string, formulas: Readonly<Record<string, Formula>>): string {
  const renderer = new MarkdownIt({ html: false, linkify: false });
  renderer.validateLink = (url) => /^(https:\/\/|#)/.test(url);
  renderer.use(tex, {
    render: (source: string, display: boolean) => {
      const name = source.trim();
      return formulaHtml(formulas[display ? `$$${name}` : name], name, display);
    },
  });
  return renderer.render(markdown);
}

/** A formula as HTML; `depth` is left to the page, whose policy forbids style attributes. */
export function formulaHtml(formula: Formula | undefined, source: string, display: boolean): string {
  const content = formula
    ? `<span role="img" aria-label="${escapeHtml(source)}" data-depth="${formula.depth}">${formula.svg}</span>`
    : `<code class="tex">${escapeHtml(source)}</code>`;
  return display ? `<p class="formula">${content}</p>\n` : content;
}

/** Escapes text for HTML content and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
