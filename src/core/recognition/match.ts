import type { Form } from '../glossary/form.ts';

/** A term found in a text; offsets in UTF-16 units from the text's start. */
export interface Match {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Ids of the terms that claim this form, the likeliest first; never empty. */
  readonly terms: readonly [string, ...string[]];
  /** The form of the first term that was found here. */
  readonly form: Form;
}
