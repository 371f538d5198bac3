import { foldCharacter, isDigit, isUpperCase, isWordCharacter } from './character.ts';
import type { Form } from '../glossary/form.ts';
import type { Claim, FormIndex } from './form-index.ts';
import type { Match } from './match.ts';
import { splitWords, type Word } from './word.ts';

/** How much of a long line is read on each side of an offset, in UTF-16 units. */
const REACH = 400;

/** What may stand between two words of one form: nothing (camelCase, digits, Han), a blank, a hyphen, an underscore. */
const JOINT = /^[ _\-\u00a0\u2010-\u2013]?$/;

/** Tells whether the text speaks of AI; asked only where an everyday word is met. */
export type Evidence = () => boolean;

/** For words that a reader has picked out as terms. */
const UNDISPUTED: Evidence = () => true;

/** A run of words, by the indices of its first and last. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** A claim whose case rule holds; `plain` when as written here it could be an everyday word. */
interface HeldClaim extends Claim {
  readonly plain: boolean;
}

/** A run of words that spells a form, with the claims on it. */
interface Candidate extends Span {
  readonly claims: readonly HeldClaim[];
}

/** An exclusion found in the text: inside it, the term is not meant. */
interface Silence extends Span {
  readonly term: string;
}

/**
 * Finds terms in text. Text is a sequence of words (see `splitWords`); a form is found where consecutive words
 * spell its key, whatever joins them, and its case rule holds. Of overlapping forms the leftmost counts, of those
 * that begin together the longest. An exclusion silences its own term inside it, and no other. A plain form, and
 * an acronym in small letters inside an identifier, count only where the text speaks of AI.
 */
export class Recogniser {
  readonly #index: FormIndex;

  constructor(index: FormIndex) {
    this.#index = index;
  }

  /**
   * The terms at an offset: first the one whose letters are under it (or, when none is, end at it), then the
   * others of the same identifier from left to right. Empty when no term is there. Reads a bounded part of `text`.
   */
  at(text: string, offset: number, speaksOfAi: Evidence = UNDISPUTED): readonly Match[] {
    const [from, to] = windowAround(text, offset);
    const matches = this.#find(text, from, to, speaksOfAi);
    const here =
      matches.find(({ start, end }) => start <= offset && offset < end) ??
      matches.find(({ end }) => end === offset);
    if (!here) return [];
    const [start, end] = identifierAround(text, here.start, here.end);
    return [here, ...matches.filter((match) => match !== here && match.start >= start && match.end <= end)];
  }

  /** Every term in a text, from left to right, none overlapping. */
  scan(text: string, speaksOfAi: Evidence = UNDISPUTED): readonly Match[] {
    return this.#find(text, 0, text.length, speaksOfAi);
  }

  #find(text: string, from: number, to: number, speaksOfAi: Evidence): Match[] {
    const words = splitWords(text, from, to);
    const matches: Match[] = [];
    let silences: Silence[] = [];
    for (let i = 0; i < words.length;) {
      const candidates = this.#candidates(text, words, i);
      silences = silences.filter(({ last }) => last >= i);
      for (const { first, last, claims } of candidates) {
        for (const { term, excludes } of claims) if (excludes) silences.push({ first, last, term });
      }
      const found = longestHeard(candidates, silences, speaksOfAi);
      if (found) matches.push(matchOf(words, found));
      i = found ? found.last + 1 : i + 1;
    }
    return matches;
  }

  /** What the words from `first` on spell, the shortest run first. */
  #candidates(text: string, words: readonly Word[], first: number): readonly Candidate[] {
    const candidates: Candidate[] = [];
    if (gluedToLoneLetter(text, words, first)) return candidates;
    let key = '';
    let dotted = false;
    for (let last = first; last < words.length; last++) {
      const word = words[last] as Word;
      if (last > first) {
        const joint = jointBetween(text, words[last - 1] as Word, word);
        if (joint === 'none') break;
        dotted ||= joint === 'dot';
      }
      for (let i = word.start; i < word.end; i++) key += foldCharacter(text[i] as string);
      // A plural may be two letters longer than its form.
      if (key.length > this.#index.longest + 2) break;
      if (endsInsideWord(text, words, last)) continue;
      const claims = this.#claimsOn(key, word).flatMap(({ claim, plural }): HeldClaim[] => {
        if (dotted && !claim.excludes) return [];
        const held = caseHolds(text, words, { first, last }, claim.form, plural);
        return held === 'no' ? [] : [{ ...claim, plain: claim.form.plain === true || held === 'inside' }];
      });
      if (claims.length > 0) candidates.push({ first, last, claims });
    }
    return candidates;
  }

  #claimsOn(key: string, last: Word): readonly { claim: Claim; plural: number }[] {
    const whole = this.#index.claims(key);
    if (whole.length > 0) return whole.map((claim) => ({ claim, plural: 0 }));
    if (last.kind !== 'letters' || last.end - last.start < 2 || !key.endsWith('s')) return [];
    for (const [singular, plural] of singulars(key)) {
      const claims = this.#index.claims(singular);
      if (claims.length > 0) return claims.map((claim) => ({ claim, plural }));
    }
    return [];
  }
}

/** The longest candidate that some term claims and that neither an exclusion nor a want of evidence silences. */
function longestHeard(
  candidates: readonly Candidate[],
  silences: readonly Silence[],
  speaksOfAi: Evidence,
): Candidate | undefined {
  for (const { first, last, claims } of candidates.toReversed()) {
    const heard = claims.filter(
      ({ term, excludes, plain }) =>
        !excludes &&
        !silences.some(
          (silence) => silence.term === term && silence.first <= first && silence.last >= last,
        ) &&
        (!plain || speaksOfAi()),
    );
    if (heard.length > 0) return { first, last, claims: heard };
  }
  return undefined;
}

function matchOf(words: readonly Word[], { first, last, claims }: Candidate): Match {
  const [likeliest] = claims as readonly [HeldClaim, ...HeldClaim[]];
  return {
    start: (words[first] as Word).start,
    end: (words[last] as Word).end,
    terms: [...new Set(claims.map(({ term }) => term))] as [string, ...string[]],
    form: likeliest.form,
  };
}

/** The part of a text that is read for one offset: all of it, or some hundred characters on each side. */
function windowAround(text: string, offset: number): [from: number, to: number] {
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
 * How two words hang together: as the words of one form may, by a dot as only an exclusion's may, or not.
 * A dot between digits joins (`GPT-3.5`), and so does a slash between lone letters (`A/B`, `Q/K/V`).
 */
function jointBetween(text: string, left: Word, right: Word): 'close' | 'dot' | 'none' {
  if (right.start - left.end > 1) return 'none';
  const joint = text.slice(left.end, right.start);
  if (JOINT.test(joint)) return 'close';
  if (joint === '.') return left.kind === 'digits' && right.kind === 'digits' ? 'close' : 'dot';
  if (joint === '/' && left.end - left.start === 1 && right.end - right.start === 1) return 'close';
  return 'none';
}

/** Whether a form's case rule holds: as such, or only because the words are inside an identifier. */
function caseHolds(
  text: string,
  words: readonly Word[],
  { first, last }: Span,
  form: Form,
  plural: number,
): 'yes' | 'inside' | 'no' {
  if (form.case === 'any') return 'yes';
  const start = (words[first] as Word).start;
  const end = (words[last] as Word).end - plural;
  if (letters(text.slice(start, end)) === letters(form.text)) return 'yes';
  return form.case === 'compound' && insideIdentifier(text, words, first, last) ? 'inside' : 'no';
}

/** The singulars an English plural may have, with the number of letters the plural adds at the end. */
function singulars(key: string): readonly [singular: string, plural: number][] {
  const found: [string, number][] = [[key.slice(0, -1), 1]];
  if (key.endsWith('es')) found.push([key.slice(0, -2), 2]);
  if (key.endsWith('ies')) found.push([`${key.slice(0, -3)}y`, 3]);
  return found;
}

/** The letters and digits of a text in their own case, without what joins them. */
function letters(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
}

/** A lone letter glued before a word belongs to it: `QLoRA` is no LoRA, `mT5` no T5. */
function gluedToLoneLetter(text: string, words: readonly Word[], first: number): boolean {
  const word = words[first] as Word;
  const previous = words[first - 1];
  if (!previous || previous.end !== word.start) return false;
  // A number in the middle of a version (`2.5`) or of a word (`data2vec`) begins nothing.
  if (word.kind === 'letters' && previous.kind === 'letters') return previous.end - previous.start === 1;
  if (word.kind === 'letters' && previous.kind === 'digits') return !isUpperCase(text.charCodeAt(word.start));
  return false;
}

/**
 * Whether a form may not end with a word because what follows is a part of the same word: a lone letter
 * (`GPT-4o`, but not the v of a version: `CLIPv2`), a digit's lower-case letters (`4bit`) or decimals (`3.5`).
 */
function endsInsideWord(text: string, words: readonly Word[], last: number): boolean {
  const word = words[last] as Word;
  if (word.kind === 'digits' && text[word.end] === '.' && isDigit(text.charCodeAt(word.end + 1))) return true;
  const next = words[last + 1];
  if (!next || next.start !== word.end || next.kind !== 'letters') return false;
  if (word.kind === 'digits' && !isUpperCase(text.charCodeAt(next.start))) return true;
  if (next.end - next.start > 1) return false;
  const version =
    /^v$/i.test(text[next.start] ?? '') &&
    words[last + 2]?.start === next.end &&
    words[last + 2]?.kind === 'digits';
  return word.kind !== 'han' && !version;
}

/** Whether words are a part of an identifier that has other letters too: `clipLoss`, `clip_loss`, `clip-loss`. */
function insideIdentifier(text: string, words: readonly Word[], first: number, last: number): boolean {
  return hasNeighbour(text, words, first, -1) || hasNeighbour(text, words, last, 1);
}

function hasNeighbour(text: string, words: readonly Word[], from: number, step: 1 | -1): boolean {
  for (let i = from; ; i += step) {
    const [left, right] = step === 1 ? [words[i], words[i + 1]] : [words[i - 1], words[i]];
    if (!left || !right || !/^[_-]?$/.test(text.slice(left.end, right.start))) return false;
    const neighbour = step === 1 ? right : left;
    if (neighbour.kind === 'han') return false;
    if (neighbour.kind === 'letters') return true;
  }
}

/**
 * The run of letters, digits, `_` and `-` around a range: what a reader takes for one identifier. Han characters
 * are no part of one, being written without blanks.
 */
function identifierAround(text: string, start: number, end: number): [start: number, end: number] {
  const inside = (at: number) => text[at] === '_' || text[at] === '-' || isWordCharacter(text.charCodeAt(at));
  let [from, to] = [start, end];
  while (from > Math.max(0, start - REACH) && inside(from - 1)) from--;
  while (to < Math.min(text.length, end + REACH) && inside(to)) to++;
  return [from, to];
}
