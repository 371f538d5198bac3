import type { EntryPage } from '../core/cards/entry-page.ts';
import { labelsFor } from '../core/cards/labels.ts';
import { shortTitleOf, titlesOf } from '../core/cards/title.ts';
import type { Source, TermName } from '../core/glossary/entry.ts';
import { otherLocale, type Locale } from '../core/glossary/locale.ts';
import { escapeHtml, formulaHtml, renderMarkdown } from './entry-markdown.ts';

const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '中文' };

/** The page of an entry as HTML, in the page's language. */
export function entryHtml(page: EntryPage): string {
  const { entry, topic, topicStart, locale, related, confusedWith, namedBy, snippets } = page;
  const labels = labelsFor(locale);
  const text = entry.text[locale];
  const [title, ...otherTitles] = titlesOf(entry, locale);
  const others = otherTitles.map((other) => `<span>${escapeHtml(other)}</span>`).join(' · ');
  const other = otherLocale(locale);
  return `
<nav aria-label="${labels.navigation}">
  <button type="button" data-action="back" title="${labels.back}" aria-label="${labels.back}"${page.canGoBack ? '' : ' disabled'}>←</button>
  <button type="button" data-action="forward" title="${labels.forward}" aria-label="${labels.forward}"${page.canGoForward ? '' : ' disabled'}>→</button>
  <button type="button" data-action="language" lang="${other}" title="${labels.otherLanguage}">${LANGUAGE_NAMES[other]}</button>
</nav>
<header>
  <p class="topic"><a href="#${topicStart}">${escapeHtml(topic[locale])}</a></p>
  <h1>${escapeHtml(title)}</h1>
  ${others && `<p class="other-names">${others}</p>`}
</header>
<div class="card">${renderMarkdown(text.card, entry.formulas)}</div>
${entry.formula ? formulaHtml(entry.formula, entry.formula.tex, true) : ''}
<div class="body">${renderMarkdown(text.body, entry.formulas)}</div>
${confusedWith.length > 0 ? section(labels.confusedWith, termList(confusedWith, locale)) : ''}
${related.length > 0 ? section(labels.related, termList(related, locale)) : ''}
${
  namedBy.length > 0
    ? `<details><summary>${labels.namedBy(namedBy.length)}</summary>${termList(namedBy, locale)}</details>`
    : ''
}
${
  snippets.length > 0
    ? section(
        labels.snippets,
        `<ul class="chips">${snippets
          .map(
            ({ id, name }) =>
              `<li><button type="button" data-snippet="${escapeHtml(id)}">${escapeHtml(name[locale])}</button></li>`,
          )
          .join('')}</ul>`,
      )
    : ''
}
${section(labels.sources, `<ol class="sources">${entry.sources.map((source) => `<li>${sourceHtml(source, locale)}</li>`).join('')}</ol>`)}
${formsSection(page)}`;
}

function section(heading: string, content: string): string {
  return `<section><h2>${escapeHtml(heading)}</h2>${content}</section>`;
}

function termList(terms: readonly TermName[], locale: Locale): string {
  const items = terms.map((term) => {
    const [, ...others] = titlesOf(term, locale);
    return `<li><a href="#${term.id}" title="${escapeHtml(others.join(' · '))}">${escapeHtml(shortTitleOf(term, locale))}</a></li>`;
  });
  return `<ul class="chips">${items.join('')}</ul>`;
}

function sourceHtml({ title, authors, url, ...dated }: Source, locale: Locale): string {
  const labels = labelsFor(locale);
  return `<a href="${escapeHtml(url)}">${escapeHtml(title)}</a><br><small>${escapeHtml(labels.authors(authors))} · ${labels.date(dated)}</small>`;
}

/** The ways of writing that the header does not show already. */
function formsSection({ entry, locale }: EntryPage): string {
  const shown = new Set(titlesOf(entry, locale).map((title) => title.toLowerCase()));
  const forms = entry.forms.map(({ text }) => text).filter((text) => !shown.has(text.toLowerCase()));
  if (forms.length === 0) return '';
  const items = forms.map((form) => `<li>${escapeHtml(form)}</li>`);
  return section(labelsFor(locale).alsoWritten, `<ul class="forms">${items.join('')}</ul>`);
}
