import type { Place } from '../glossary/form.ts';
import type { IndexedTerm } from './form-index.ts';

/** How much has to vouch for a word before it is explained. */
export type Sensitivity = 'strict' | 'balanced' | 'eager';

export const SENSITIVITIES: readonly Sensitivity[] = ['strict', 'balanced', 'eager'];

/**
 * Something a line says of what it is about: a `term` found in it, a phrase that vouches for a term (`with`) or
 * speaks `against` it, or a phrase of the `field` as a whole.
 */
export interface Signal {
  readonly kind: 'term' | 'with' | 'against' | 'field';
  /** Undefined for a phrase of the field. */
  readonly term: IndexedTerm | undefined;
  /** Whether it is an everyday word, which tells something only where the text speaks of AI. */
  readonly plain: boolean;
  /** As it is written. */
  readonly text: string;
}

/** A signal, and the line it stands in (0-based; -1 for the file's path). */
export interface SignalInLine extends Signal {
  readonly line: number;
}

/** What a text is about AI for: it is too short to tell, the reader has picked it out, or what it says. */
export interface AboutAi {
  readonly because: 'short' | 'picked' | readonly SignalInLine[];
}

/** What is known of the surroundings of a text, asked only where a form's rule needs it. */
export interface Context {
  readonly sensitivity: Sensitivity;
  /** Whether it is known already that a text spells no form or phrase at all. */
  spellsNothing(text: string): boolean;
  /** Whether the text speaks of AI, and why; `undefined` when it does not. */
  speaksOfAi(): AboutAi | undefined;
  /** What vouches for a term nearby; `undefined` when nothing does. */
  company(term: IndexedTerm): SignalInLine | undefined;
  /** A phrase nearby, or at the document's head, that vouches for a term by name (`import clip`). */
  voucher(term: IndexedTerm): SignalInLine | undefined;
  /** What nearby means another sense of a term's everyday words. */
  opposition(term: IndexedTerm): SignalInLine | undefined;
  /** How much of the surroundings belongs to a term: the greater, the likelier is its sense of a shared form. */
  relevance(term: IndexedTerm): number;
  /** Where an offset of the text stands. */
  place(offset: number): Place;
  /** Whether the reader wants explanations in such a place. */
  isWanted(place: Place): boolean;
  /** Whether the reader wants no explanation of a form, by its key. */
  isMuted(key: string): boolean;
}

const PICKED: AboutAi = { because: 'picked' };

/** For words that a reader has picked out as terms: nothing has to vouch for them. */
export const UNDISPUTED: Context = {
  sensitivity: 'eager',
  spellsNothing: () => false,
  speaksOfAi: () => PICKED,
  company: () => undefined,
  voucher: () => undefined,
  opposition: () => undefined,
  relevance: () => 0,
  place: () => 'prose',
  isWanted: () => true,
  isMuted: () => false,
};
