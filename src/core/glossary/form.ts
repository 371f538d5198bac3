/**
 * How the case of the letters decides whether a written form counts:
 * - `any`: in any case (`ControlNet`, `controlnet`, `CONTROL_NET`);
 * - `acronym`: as written anywhere (`VAE`); in another case (`vae`, `vae_decoder`) where the text speaks of AI;
 * - `compound`: alone only as written (`CLIP`); as a part of an identifier (`clipLoss`, `clip_model`) like an acronym;
 * - `exact`: only as written, everywhere.
 */
export type FormCase = 'any' | 'acronym' | 'compound' | 'exact';

export const FORM_CASES: readonly FormCase[] = ['any', 'acronym', 'compound', 'exact'];

/** Where in a document a word stands. Documents of a language without comments are prose throughout. */
export type Place = 'prose' | 'comment' | 'string' | 'code';

export const PLACES: readonly Place[] = ['prose', 'comment', 'string', 'code'];

/**
 * What has to vouch for a form before it counts:
 * - `field`: the text speaks of AI (everyday words: `token`, `temperature`);
 * - `company`: besides, a related term or a word that vouches for the term is near (words that AI texts themselves
 *   use for other things: `policy`, `router`, `rank`).
 */
export type Need = 'field' | 'company';

/** One way a term is written, and when it counts. */
export interface Form {
  readonly text: string;
  readonly case: FormCase;
  /** Whether another term may claim the same form; both have to say so. `first`: the sense meant where nothing tells. */
  readonly shared?: true | 'first';
  /** Absent when nothing has to. */
  readonly needs?: Need;
  /** The only places where it counts; everywhere when absent. */
  readonly in?: readonly Place[];
  /** Whether the build made it of another form (a Traditional Chinese one); it is found, but not listed. */
  readonly derived?: true;
}

const ACRONYM = /^[A-Z0-9][A-Z0-9.+-]*[A-Za-z0-9]?$/;

/**
 * The case rule of a form that has none of its own: an acronym such as `FID` may be another word in small letters,
 * and one of two letters (`KL`) is too short to count alone in them; everything else counts in any case.
 */
export function defaultCase(text: string): FormCase {
  const capitals = ACRONYM.test(text) ? (text.match(/[A-Z]/g)?.length ?? 0) : 0;
  if (capitals < 2) return 'any';
  return text.length > 2 ? 'acronym' : 'compound';
}
