import { fold } from './character.ts';
import type { FormIndex, KeyClaims } from './form-index.ts';
import { APART, endsInsideWord, gluedToLoneLetter, jointBefore } from './joint.ts';
import type { KeyTrie } from './key-trie.ts';
import { LETTERS, type Span, type Words } from './word.ts';

/** A run of words that spells a key, and the claims on the key. */
export interface Candidate extends Span {
  readonly claims: KeyClaims;
  /** How many letters at the end are the plural's. */
  readonly plural: number;
}

const NONE: readonly Candidate[] = [];

/** What the words from `first` on spell, the shortest run first. */
export function candidatesAt(
  index: FormIndex,
  text: string,
  words: Words,
  first: number,
): readonly Candidate[] {
  const { trie } = index;
  let candidates: Candidate[] | undefined;
  let node = 0;
  let depth = 0;
  for (let last = first; last < words.count; last++) {
    if (last > first && jointBefore(text, words, last) === APART) break;
    const nodeBefore = node;
    const depthBefore = depth;
    const start = words.start(last);
    const end = words.end(last);
    node = trie.walk(text, start, end, node, depth);
    // Most words are the start of no form, nor of one's plural.
    if (node < 0 && ~node < end - LONGEST_PLURAL) break;
    depth += end - start;
    const number = node < 0 ? -1 : trie.keyAt(node, depth);
    const plural =
      words.kind(last) === LETTERS &&
      fold(text.charCodeAt(end - 1)) === SMALL_S &&
      // A form of its own is no plural, unless it says that it may be another sense too.
      (number < 0 || index.claims(number).forms.every(({ shared }) => shared))
        ? singular(trie, text, start, end, nodeBefore, depthBefore)
        : undefined;
    if (number >= 0 || plural) {
      if (!candidates && gluedToLoneLetter(text, words, first)) return NONE;
      candidates ??= [];
      if (!endsInsideWord(text, words, last)) {
        if (number >= 0) candidates.push({ first, last, claims: index.claims(number), plural: 0 });
        if (plural) {
          const claims = index.claims(plural.number);
          candidates.push({ first, last, claims, plural: plural.letters });
        }
      }
    }
    if (node < 0) break;
  }
  return candidates ?? NONE;
}

/** How many letters an English plural has at most. */
const LONGEST_PLURAL = 3;

const SMALL_S = 0x73;
const SMALL_E = 0x65;
const SMALL_I = 0x69;
/** The last letters of words whose plural is `es`. */
const BEFORE_ES = new Set(Array.from('sxzho', (letter) => letter.charCodeAt(0)));

/**
 * The key whose English plural ends with a word, and how many letters are the plural's; `undefined` when there is
 * none. A word of one letter is no plural.
 * @param node where the words before it lead, by `depth` letters
 */
function singular(
  trie: KeyTrie,
  text: string,
  start: number,
  end: number,
  node: number,
  depth: number,
): { number: number; letters: number } | undefined {
  const letters = end - start;
  for (let taken = 1; taken <= Math.min(LONGEST_PLURAL, letters - 1); taken++) {
    // s, es, ies
    if (taken === 2 && fold(text.charCodeAt(end - 2)) !== SMALL_E) return undefined;
    // Boxes, but no pages: the plural of PAG is no word like this.
    if (taken === 2 && !BEFORE_ES.has(fold(text.charCodeAt(end - 3)))) continue;
    if (taken === 3 && fold(text.charCodeAt(end - 3)) !== SMALL_I) return undefined;
    let at = trie.walk(text, start, end - taken, node, depth);
    let length = depth + letters - taken;
    if (taken === 3 && at >= 0) at = trie.walk('y', 0, 1, at, length++);
    const number = at < 0 ? -1 : trie.keyAt(at, length);
    if (number >= 0) return { number, letters: taken };
  }
  return undefined;
}
