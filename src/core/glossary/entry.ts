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
  /**
   * Phrases in which a form of this term is not the term (`np.clip`, `auth token`); a dot before one or a parenthesis
   * behind it has to stand in the text too (`.clip(`).
   */
  readonly exclusions: readonly string[];
  /** Ids of terms. */
  readonly related: readonly string[];
  /** Phrases that vouch for this term where they stand in a document (`import clip`). */
  readonly with?: readonly string[];
  /** Words that speak against its everyday words where they stand near (`celsius` near `temperature`). */
  readonly against?: readonly string[];
  /** Whether a version or size behind a form belongs to the name (`Llama-3.1`, `LLaMA2-7B`). */
  readonly family?: true;
  /** Whether it is known outside AI too (`GitHub`), so that it says nothing of what a text is about. */
  readonly general?: true;
}

/** What a card or a list says of a term that is only named. */
export type TermName = Pick<Term, 'id' | 'topic' | 'name' | 'abbreviation'>;

/** A term with everything its card and its page show. */
export interface Entry extends Term {
  readonly formula?: Formula;
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
