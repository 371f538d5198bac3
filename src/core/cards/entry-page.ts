import type { Entry, TermName } from '../glossary/entry.ts';
import type { Locale, Localized } from '../glossary/locale.ts';

/** What an entry's page shows: the entry and the names of all it points to. */
export interface EntryPage {
  readonly entry: Entry;
  readonly topic: Localized;
  readonly locale: Locale;
  readonly related: readonly TermName[];
  readonly confusedWith: readonly TermName[];
  /** Terms whose entries name this one, and which it does not name. */
  readonly namedBy: readonly TermName[];
  /** The entry a reader new to the topic begins with. */
  readonly topicStart: string;
  readonly snippets: readonly { readonly id: string; readonly name: Localized }[];
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
}

/** From the extension to the page. */
export type MessageToPage = { readonly type: 'show'; readonly page: EntryPage };

/** From the page to the extension. */
export type MessageFromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'explain'; readonly id: string }
  | { readonly type: 'insertSnippet'; readonly id: string }
  | { readonly type: 'back' }
  | { readonly type: 'forward' };
