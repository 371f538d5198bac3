import type { Token } from 'markdown-it';
import { atLine, type Rule } from '../rule.ts';

/** No raw HTML, no pictures, no first- or second-level heading, links to https pages or to entries (`#id`). */
export const markup: Rule = function* (file, library) {
  for (const section of Object.values(file.sections)) {
    for (const token of section.tokens) {
      const line = token.map?.[0] ?? 0;
      if (token.type === 'html_block' || token.children?.some((child) => child.type === 'html_inline')) {
        yield atLine(file, section, line, 'raw HTML', 'write Markdown; put < in backticks');
      }
      if (token.type === 'heading_open' && token.tag !== 'h3') {
        yield atLine(file, section, line, `a heading of level ${token.tag.slice(1)}`, 'use ###');
      }
      for (const child of token.children ?? []) {
        if (child.type === 'image')
          yield atLine(file, section, line, 'a picture', 'say it in words, or as a formula');
        const target = linkTarget(child);
        if (target === undefined) continue;
        if (target.startsWith('#')) {
          if (!library.files.has(target.slice(1)))
            yield atLine(
              file,
              section,
              line,
              `a link to "${target}", which is no entry`,
              'link to the id of an entry, as in #kv-cache',
            );
        } else if (!target.startsWith('https://')) {
          yield atLine(
            file,
            section,
            line,
            `a link to "${target}"`,
            'link to https pages or to entries (#id)',
          );
        }
      }
    }
  }
};

function linkTarget(token: Token): string | undefined {
  return token.type === 'link_open' ? String(token.attrGet('href')) : undefined;
}
