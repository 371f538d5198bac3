import type { Localized } from '../../core/glossary/locale.ts';

/** Splits `English / 中文`; undefined where the text is not that. */
export function readBilingual(text: string): Localized | undefined {
  const parts = text.split(' / ');
  const [english, chinese] = parts;
  if (parts.length !== 2 || !english || !chinese) return undefined;
  if (/\p{Script=Han}/u.test(english) || !/\p{Script=Han}/u.test(chinese)) return undefined;
  return { en: english, 'zh-CN': chinese };
}

/** Both languages on one line, as VS Code shows them: it cannot translate a snippet. */
export function writeBilingual(text: Localized): string {
  return `${text.en} / ${text['zh-CN']}`;
}
