import type { Form } from './form.ts';
import type { Localized } from './locale.ts';

/** Where a fact comes from. Living documents have the day they were read instead of a year. */
export interface Source {
  readonly title: string;
  readonly authors: readonly string[];
  readonly year?: number;
  /** `YYYY-MM-DD`. */
  readonly accessed?: string;
  readonly url: string;
}

/** A typeset formula: an SVG document drawn in `currentColor`. */
export interface Formula {
  readonly tex: string;
  readonly svg: string;
  /** In `ex` of the surrounding text. */
  readonly width: number;
  readonly height: number;
  /** How far the box sinks below the baseline, in `ex`. */
  readonly depth: number;
}

/** What an entry says in one language. */
export interface EntryText {
  /** The hover card: one paragraph, Markdown without formulas. */
  readonly card: string;
  /** Markdown, one sentence or two each; the first stands on the card. */
  readonly pitfalls: readonly string[];
  /** The whole entry after the card paragraph, pitfalls included: Markdown with `$…$` and `$$…$$`. */
  readonly body: string;
}

/** What is known of a term without opening its entry: enough to recognise, list and search it. */
export interface Term {
  /** `^[a-z0-9]+(-[a-z0-9]+)*$`, the entry's file name. */
  readonly id: string;
  /** The entry's folder. */
  readonly topic: string;
  readonly name: Localized;
  readonly abbreviation?: string;
  /** Every way the term is written: names, abbreviation, aliases and the forms with rules of their own. */
  readonly forms: readonly Form[];
  /** Phrases in which a form of this term is not the term (`np.clip`, `auth token`). */
  readonly exclusions: readonly string[];
}

/** A term with everything its card and its page show. */
export interface Entry extends Term {
  readonly formula?: Formula;
  /** Ids of terms. */
  readonly related: readonly string[];
  /** Ids of terms readers mistake this one for. */
  readonly confusedWith: readonly string[];
  /** Ids of the snippets that name this term. */
  readonly snippets: readonly string[];
  /** The first is the primary source. */
  readonly sources: readonly [Source, ...Source[]];
  readonly text: Localized<EntryText>;
  /** The formulas of both texts, by their TeX; a display formula's key starts with `$$`. */
  readonly formulas: Readonly<Record<string, Formula>>;
}
