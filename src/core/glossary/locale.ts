/** The languages every entry is written in. */
export const LOCALES = ['en', 'zh-CN'] as const;

export type Locale = (typeof LOCALES)[number];

/** One value for each language of the glossary. */
export type Localized<T = string> = Readonly<Record<Locale, T>>;

/** The other language: what a card shows beside the reader's own. */
export function otherLocale(locale: Locale): Locale {
  return locale === 'en' ? 'zh-CN' : 'en';
}

/** The glossary's language for an editor's display language (a BCP 47 tag such as `zh-tw` or `de`). */
export function localeFor(displayLanguage: string): Locale {
  return /^zh\b/i.test(displayLanguage) ? 'zh-CN' : 'en';
}
