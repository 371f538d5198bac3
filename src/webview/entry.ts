// Runs in the entry panel's page.
import type { EntryPage, MessageFromPage, MessageToPage } from '../core/cards/entry-page.ts';
import { otherLocale } from '../core/glossary/locale.ts';
import { entryHtml } from './entry-html.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: MessageFromPage): void;
  setState(state: { id: string }): void;
};

const editor = acquireVsCodeApi();
const root = document.getElementById('entry') as HTMLElement;
let page: EntryPage | undefined;

window.addEventListener('message', ({ data }: MessageEvent<MessageToPage>) => {
  // The first entry, or another one: begin at its top. The same one again keeps the reader's place and language.
  const same = page?.entry.id === data.page.entry.id;
  show(same && page ? { ...data.page, locale: page.locale } : data.page);
  if (!same) window.scrollTo(0, 0);
  root.focus({ preventScroll: true });
});

root.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest('a, button') : undefined;
  if (!target) return;
  const id = target.getAttribute('href')?.match(/^#(.+)/)?.[1];
  const snippet = target.getAttribute('data-snippet');
  if (id) {
    event.preventDefault();
    editor.postMessage({ type: 'explain', id });
  } else if (snippet) {
    editor.postMessage({ type: 'insertSnippet', id: snippet });
  } else {
    act(target.getAttribute('data-action'));
  }
});

document.addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === 'ArrowLeft') act('back');
  else if (event.key === 'ArrowRight') act('forward');
  else return;
  event.preventDefault();
});

editor.postMessage({ type: 'ready' });

function act(action: string | null): void {
  if (action === 'back' || action === 'forward') editor.postMessage({ type: action });
  if (action === 'language' && page) {
    show({ ...page, locale: otherLocale(page.locale) });
    root.querySelector<HTMLElement>('[data-action=language]')?.focus();
  }
}

function show(next: EntryPage): void {
  page = next;
  editor.setState({ id: next.entry.id });
  document.documentElement.lang = next.locale;
  root.innerHTML = entryHtml(next);
  for (const element of root.querySelectorAll<HTMLElement>('[data-depth]')) {
    const svg = element.firstElementChild as SVGElement;
    svg.style.verticalAlign = `-${element.dataset['depth']}ex`;
  }
}
