/**
 * How the case of the letters decides whether a written form counts:
 * - `any`: in any case (`ControlNet`, `controlnet`, `CONTROL_NET`);
 * - `compound`: alone only as written (`CLIP`), in any case as a part of an identifier (`clipLoss`, `clip_model`);
 * - `exact`: only as written, everywhere.
 */
export type FormCase = 'any' | 'compound' | 'exact';

export const FORM_CASES: readonly FormCase[] = ['any', 'compound', 'exact'];

/** One way a term is written, and when it counts. */
export interface Form {
  readonly text: string;
  readonly case: FormCase;
  /** Whether another term may claim the same form; both have to say so. */
  readonly shared?: true;
  /** An everyday word (`token`, `temperature`): it counts only where the text around it speaks of AI. */
  readonly plain?: true;
}

const ACRONYM = /^[A-Z0-9][A-Z0-9.+-]*[A-Za-z0-9]?$/;

/**
 * The case rule of a form that has none of its own: an acronym such as `FID` is too close to ordinary words
 * (`fid`, `clip`, `sam`) to count alone in lower case; everything else counts in any case.
 */
export function defaultCase(text: string): FormCase {
  return ACRONYM.test(text) && /[A-Z].*[A-Z]/.test(text) ? 'compound' : 'any';
}
