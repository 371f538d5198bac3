import type { Token } from 'markdown-it';
import { LOCALES } from '../../../core/glossary/locale.ts';
import { atKey, atLine, type Rule } from '../rule.ts';

const SHAPES: Record<string, string> = {
  heading_open: 'heading',
  paragraph_open: 'paragraph',
  list_item_open: 'list item',
  fence: 'code block',
  table_open: 'table',
};

/** Both languages are there and have the same blocks in the same order. */
export const sections: Rule = function* (file) {
  const [first, second] = LOCALES.map((locale) => file.sections[locale]);
  if (!first || !second) {
    for (const locale of LOCALES) {
      if (!file.sections[locale])
        yield atKey(file, [], `the section ## ${locale} is missing`, 'write the entry in both languages');
    }
    return;
  }
  const a = first.tokens.filter(isBlock);
  const b = second.tokens.filter(isBlock);
  const at = a.findIndex((token, i) => blockShape(token) !== (b[i] && blockShape(b[i])));
  const differs = at >= 0 ? at : b.length > a.length ? a.length : -1;
  if (differs < 0) return;
  const token = b[differs];
  yield atLine(
    file,
    second,
    token?.map?.[0] ?? 0,
    `the two languages differ from block ${differs + 1} on: ${a[differs] ? blockShape(a[differs]) : 'nothing'} against ${token ? blockShape(token) : 'nothing'}`,
    'give both the same headings, paragraphs, lists and formulas in the same order',
  );
};

function isBlock(token: Token): boolean {
  return token.type in SHAPES && !token.hidden;
}

function blockShape(token: Token): string {
  return `${SHAPES[token.type]}${token.type === 'heading_open' ? ` ${token.tag}` : ''}`;
}
