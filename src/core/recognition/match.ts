import type { AboutAi, SignalInLine } from './evidence.ts';
import type { Claim, IndexedTerm } from './form-index.ts';

/** A term found in a text; offsets in UTF-16 units from the text's start. */
export interface Match {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Ids of the terms that are meant here, the likeliest first; never empty. */
  readonly terms: readonly [string, ...string[]];
  /** How each of them, in the same order, came to be shown. */
  readonly judgements: readonly [Judgement, ...Judgement[]];
}

/** What came of a form that a text spells: it is shown, or why it is not. */
export type Verdict =
  | 'shown'
  /** The reader wants no explanation of it. */
  | 'muted'
  /** A phrase around it means something else. */
  | 'excluded'
  /** Its letters are in a case that its rule does not admit. */
  | 'case'
  /** It counts in other places only. */
  | 'place'
  /** The reader wants no explanations in such a place. */
  | 'unwanted-place'
  /** An everyday word, and the text does not speak of AI. */
  | 'field'
  /** A word of many meanings, and nothing near vouches for this one. */
  | 'company'
  /** A word near speaks of another sense. */
  | 'opposed';

/** What came of a form, and what decided. */
export interface Ruling {
  readonly verdict: Verdict;
  /** The phrase around it that decided. */
  readonly phrase?: string;
  /** What nearby decided: it vouches for the term or speaks against it. */
  readonly nearby?: SignalInLine;
  /** Why the text is taken to speak of AI, where that decided. */
  readonly aboutAi?: AboutAi;
}

/** How a form that a text spells was judged; offsets in UTF-16 units from the text's start. */
export interface Judgement {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly term: IndexedTerm;
  readonly form: Claim;
  /** Whether it is written in other letters than its form. */
  readonly otherCase: boolean;
  readonly ruling: Ruling;
}
