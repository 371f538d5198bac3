/** What a UTF-16 unit is to recognition. */
export type CharacterClass = typeof OTHER | typeof LOWER | typeof UPPER | typeof DIGIT | typeof HAN;

export const OTHER = 1;
/** A letter without case counts as a small one. */
export const LOWER = 2;
export const UPPER = 3;
export const DIGIT = 4;
/** A character of a script written without blanks or with endings glued on (Han, kana, Hangul): a word of its own. */
export const HAN = 5;

// Filled as characters are met: asking Unicode about one costs a hundred times a look into a table.
const classes = new Uint8Array(0x10000);
const folds = new Uint16Array(0x10000);

export function classOf(code: number): CharacterClass {
  return (classes[code] || (classes[code] = classify(code))) as CharacterClass;
}

/**
 * A letter as it is compared, as a UTF-16 unit: full-width shapes made narrow, accents off, lower case. Always one
 * unit for one, so that offsets into the folded text are offsets into the text.
 */
export function fold(code: number): number {
  return folds[code] || (folds[code] = foldCode(code));
}

/** Whether a UTF-16 unit is a letter or digit of any script but Han. */
export function isWordCharacter(code: number): boolean {
  const kind = classOf(code);
  return kind === LOWER || kind === UPPER || kind === DIGIT;
}

function classify(code: number): CharacterClass {
  if ((code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19)) return DIGIT;
  const character = String.fromCharCode(code);
  // The rarer planes of Han hold no term.
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(character)) return HAN;
  if (/\p{Lu}/u.test(character)) return UPPER;
  return /[\p{L}\p{N}\p{M}]/u.test(character) ? LOWER : OTHER;
}

function foldCode(code: number): number {
  if (code >= 0xd800 && code <= 0xdfff) return code;
  const folded = String.fromCharCode(code).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.length === 1 ? folded.charCodeAt(0) : code;
}
