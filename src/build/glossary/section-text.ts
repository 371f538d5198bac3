import type { Locale } from '../../core/glossary/locale.ts';
import type { Section } from './source-file.ts';

/** The heading of the list of what people get wrong. */
export const PITFALLS_HEADING: Readonly<Record<Locale, string>> = { en: 'Pitfalls', 'zh-CN': '常见误区' };

/** The parts of a section; lines count from the section's first. */
export interface SectionText {
  /** Empty when the section does not begin with a paragraph. */
  readonly card: string;
  readonly cardLine: number;
  readonly body: string;
  readonly pitfalls: readonly { readonly text: string; readonly line: number }[];
}

/** Takes a section apart into the card, the rest and the pitfalls in it. */
export function splitSection({ locale, markdown, tokens }: Section): SectionText {
  const lines = markdown.split('\n');
  const first = tokens[0];
  const [cardLine, cardEnd] = (first?.type === 'paragraph_open' && first.map) || [0, 0];
  const card = joinLines(lines.slice(cardLine, cardEnd), locale);
  return { card, cardLine, body: lines.slice(cardEnd).join('\n').trim(), pitfalls: pitfallItems() };

  function pitfallItems() {
    const items: { text: string; line: number }[] = [];
    const heading = tokens.findIndex(
      (token, i) => token.type === 'heading_open' && tokens[i + 1]?.content === PITFALLS_HEADING[locale],
    );
    if (heading < 0) return items;
    let inItem = false;
    for (const token of tokens.slice(heading + 3)) {
      if (token.type === 'heading_open') break;
      if (token.type === 'list_item_open') inItem = true;
      if (token.type === 'inline' && inItem) {
        items.push({ text: joinLines(token.content.split('\n'), locale), line: token.map?.[0] ?? 0 });
        inItem = false;
      }
    }
    return items;
  }
}

/** Chinese text has no blank where the source's line was broken. */
function joinLines(lines: readonly string[], locale: Locale): string {
  return lines
    .map((line) => line.trim())
    .join(locale === 'zh-CN' ? '' : ' ')
    .trim();
}
