// Runs in the entry panel's page.
import type { EntryPage, MessageFromPage, MessageToPage } from '../core/cards/entry-page.ts';
import { otherLocale, type Locale } from '../core/glossary/locale.ts';
import { entryHtml } from './entry-html.ts';

/** What the editor keeps of the page while it is hidden: then the page itself is gone. */
interface State {
  readonly id: string;
  /** The language the reader changed to, for as long as the panel lives. */
  readonly locale: Locale | undefined;
  readonly scroll: number;
}

declare function acquireVsCodeApi(): {
  postMessage(message: MessageFromPage): void;
  setState(state: State): void;
  getState(): State | undefined;
};

const editor = acquireVsCodeApi();
const root = document.getElementById('entry') as HTMLElement;
let page: EntryPage | undefined;

let { locale, ...left }: Partial<State> = editor.getState() ?? {};

window.addEventListener('message', ({ data }: MessageEvent<MessageToPage>) => {
  const { id } = data.page.entry;
  const same = page?.entry.id === id;
  show({ ...data.page, locale: locale ?? data.page.locale });
  // Another entry begins at its top, the one that was left where it was left.
  if (!same) window.scrollTo(0, left.id === id ? (left.scroll ?? 0) : 0);
  left = {};
  keep();
  root.focus({ preventScroll: true });
});

document.addEventListener('scroll', () => keep(), { passive: true });

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
  // The editor listens further out, where these keys go back in its own history.
  event.stopPropagation();
});

editor.postMessage({ type: 'ready' });

function act(action: string | null): void {
  if (action === 'back' || action === 'forward') editor.postMessage({ type: action });
  if (action === 'language' && page) {
    locale = otherLocale(page.locale);
    show({ ...page, locale });
    keep();
    root.querySelector<HTMLElement>('[data-action=language]')?.focus();
  }
}

function keep(): void {
  if (page) editor.setState({ id: page.entry.id, locale, scroll: window.scrollY });
}

function show(next: EntryPage): void {
  page = next;
  document.documentElement.lang = next.locale;
  root.innerHTML = entryHtml(next);
  for (const element of root.querySelectorAll<HTMLElement>('[data-depth]')) {
    const svg = element.firstElementChild as SVGElement;
    svg.style.verticalAlign = `-${element.dataset['depth']}ex`;
  }
}
