/** Whether a UTF-16 unit is a Han character of the basic plane (the rarer planes hold no term). */
export function isHan(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf);
}

export function isDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19);
}

/** Whether a UTF-16 unit is a letter or digit of any script but Han. */
export function isWordCharacter(code: number): boolean {
  if (code < 0x80)
    return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
  return !isHan(code) && /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(code));
}

export function isUpperCase(code: number): boolean {
  if (code < 0x80) return code >= 0x41 && code <= 0x5a;
  return /\p{Lu}/u.test(String.fromCharCode(code));
}

/**
 * A letter as it is compared: full-width shapes made narrow, accents off, lower case. Always one character for
 * one, so that offsets into the folded text are offsets into the text.
 */
export function foldCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? String.fromCharCode(code + 32) : character;
  if (code >= 0xd800 && code <= 0xdfff) return character;
  const folded = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.length === 1 ? folded : character;
}
