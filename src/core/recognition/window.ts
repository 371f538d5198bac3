import { isWordCharacter } from './character.ts';

/** How much of a long line is read on each side of an offset, in UTF-16 units. */
const REACH = 400;

/** The part of a text that is read for one offset: all of it, or some hundred characters on each side. */
export function windowAround(text: string, offset: number): [from: number, to: number] {
  let from = Math.max(0, offset - REACH);
  let to = Math.min(text.length, offset + REACH);
  // A word cut in two would be read as another word: begin and end between words, or at a bound all the same.
  const boundary = (at: number) => /[\s,;:()[\]{}"'`，。；：（）、]/.test(text[at] ?? '');
  if (from > 0)
    for (let i = from; i < from + REACH / 2; i++)
      if (boundary(i)) {
        from = i;
        break;
      }
  if (to < text.length)
    for (let i = to; i > to - REACH / 2; i--)
      if (boundary(i)) {
        to = i;
        break;
      }
  return [from, to];
}

/**
 * The run of letters, digits, `_` and `-` around a range: what a reader takes for one identifier. Han characters
 * are no part of one, being written without blanks.
 */
export function identifierAround(text: string, start: number, end: number): [start: number, end: number] {
  const inside = (at: number) => text[at] === '_' || text[at] === '-' || isWordCharacter(text.charCodeAt(at));
  let [from, to] = [start, end];
  while (from > Math.max(0, start - REACH) && inside(from - 1)) from--;
  while (to < Math.min(text.length, end + REACH) && inside(to)) to++;
  return [from, to];
}
