import { classOf, fold, OTHER } from './character.ts';

/**
 * What two ways of writing a term have in common: its letters and digits in lower case, without accents,
 * full-width shapes, blanks, hyphens or underscores. `GPT-4`, `gpt 4` and `Gpt4` share the key `gpt4`.
 * Empty when the text holds no letter or digit.
 */
export function formKey(text: string): string {
  let key = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (classOf(code) !== OTHER) key += String.fromCharCode(fold(code));
  }
  return key;
}
